-- What an operator did. Whoever is released from quarantine is released for good; who is deleted stays on record.
alter table recipient
    add column released_by text,
    add column released_at timestamptz,
    add column deleted_by  text,
    add column deleted_at  timestamptz;

-- What is looked up: lists are ordered by time, the newest first, and continued by time and id.
create index mail_received on mail (received_at desc, id desc);
create index mail_sender on mail (lower(sender), received_at desc, id desc);
create index recipient_address on recipient (lower(address), mail_id);
-- Most mail is delivered; nobody looks for all of it.
create index recipient_trouble on recipient (outcome, mail_id) where outcome in ('DEFERRED', 'FAILED', 'QUARANTINED');
create index recipient_owed on recipient (id) where due_at is not null;
create index recipient_deleted on recipient (mail_id) where deleted_at is not null;
