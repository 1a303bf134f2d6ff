-- Where a recipient's mail goes, who has it in hand, whether it is held back, and what the peer said last.
alter table recipient
    add column destination  text,
    add column leased_until timestamptz,
    add column hold         boolean not null default false,
    add column reply        text;
