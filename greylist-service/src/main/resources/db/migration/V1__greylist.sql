-- A client network that has brought a sender's mail to a recipient. The pair is a digest of both; sender, domain and
-- recipient are there to be looked for by people.
create table triplet (
    pair       uuid        not null,
    network    text        not null,
    origin     text,
    sender     text        not null,
    domain     text        not null,
    recipient  text        not null,
    attempts   integer     not null,
    first_seen timestamptz not null,
    last_seen  timestamptz not null,
    passed_at  timestamptz,
    expires_at timestamptz not null,
    primary key (pair, network)
);

create index triplet_origin on triplet (pair, origin) where origin is not null;
create index triplet_expires on triplet (expires_at);
create index triplet_network on triplet (network);
create index triplet_domain on triplet (domain);
create index triplet_recipient on triplet (recipient);

-- Whose mail is not greylisted any more: of whom enough triplets have passed, or whom an operator has let in. The kind
-- says what the name is of. What passes of one sender in a row, as the recipients of one mail do, counts once.
create table trusted (
    kind       text        not null check (kind in ('network', 'origin', 'domain')),
    name       text        not null,
    passes     integer     not null default 0,
    last_sender text,
    granted_by text,
    expires_at timestamptz not null,
    primary key (kind, name)
);

create index trusted_expires on trusted (expires_at);
