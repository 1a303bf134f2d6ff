-- What operators changed, in the transaction of the change itself. What Kafka has not heard of is told later.
create table operation (
    id        text        primary key,
    at        timestamptz not null,
    by        text        not null,
    action    text        not null,
    object    text        not null,
    detail    text        not null,
    announced boolean     not null default false
);

create index operation_untold on operation (id) where not announced;
create index operation_object on operation (object, id);
create index operation_by on operation (by, id);
