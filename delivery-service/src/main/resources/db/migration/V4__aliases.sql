-- Who gets a mail for the sake of a recipient that stands for others, and among how many. The recipient itself has a row,
-- too, which only tells where its mail has gone.
alter table recipient
    add column original text,
    add column among    integer not null default 0;

create index recipient_original on recipient (lower(original), mail_id) where original is not null;

-- What a mailbox gets, and what only has to be announced: names that stand for others now among them.
drop index recipient_due_here;
drop index recipient_due_elsewhere;
create index recipient_due_here on recipient (due_at)
    where due_at is not null and (destination in ('maildir', 'alias') or outcome in ('DUPLICATE', 'QUARANTINED'));
create index recipient_due_elsewhere on recipient (due_at)
    where due_at is not null and destination not in ('maildir', 'alias');
