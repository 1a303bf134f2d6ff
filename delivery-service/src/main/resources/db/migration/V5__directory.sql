-- What operators add to the directory file, over REST. What is in the file counts, if both have a name.
create table directory_domain (
    name           text   primary key,
    store          text,
    delimiters     text,
    tag_folders    text   not null default 'NONE',
    quota_bytes    bigint not null default 0,
    quota_messages bigint not null default 0
);

create table directory_mailbox (
    address        text   primary key,
    quota_bytes    bigint not null default 0,
    quota_messages bigint not null default 0
);

create table directory_alias (
    name    text   primary key,
    targets text[] not null
);

-- Counted up with every change, for the other instances to notice.
create table directory_version (version bigint not null);
insert into directory_version values (0);

-- What the ingress was told of the room in mailboxes with a quota. Null: not known yet, or not limited.
create table mailbox_room (
    address    text        primary key,
    quota      text        not null,
    room       bigint,
    looked_at  timestamptz not null default 'epoch',
    changed_at timestamptz not null default now()
);

create index mailbox_room_changed on mailbox_room (changed_at);
-- One with a gigabyte of room is not looked at until mail comes.
create index mailbox_room_looked on mailbox_room (looked_at) where room is null or room < 1073741824;
