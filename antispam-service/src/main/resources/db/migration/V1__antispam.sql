-- What the operator taught, as counts: how many mails of each kind, and in how many of each a token was. A token is a digest
-- of a word or a trait of a mail. The counts are always those of the mails in "learned": a mail that is
-- taken back, or is too old, takes its tokens with it.
create table corpus (
    single  boolean primary key default true check (single),
    spam    integer not null default 0,
    ham     integer not null default 0,
    -- Goes up with each change; whoever changes something holds this row until it is done.
    version bigint  not null default 0,
    -- Goes up when rows of "token" are gone.
    epoch   bigint  not null default 0
);
insert into corpus default values;

-- A mail is told by a digest of its tokens, so that copies of one count once.
create table learned (
    mail       uuid        primary key,
    spam       boolean     not null,
    tokens     bigint[]    not null,
    learned_at timestamptz not null,
    learned_by text        not null
);
create index learned_age on learned (learned_at);

create table token (
    token   bigint  primary key,
    spam    integer not null,
    ham     integer not null,
    version bigint  not null
);
create index token_version on token (version);
create index token_unused on token (token) where spam = 0 and ham = 0;
