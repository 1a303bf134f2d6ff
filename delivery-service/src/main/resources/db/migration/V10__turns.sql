-- More of a destination that takes mail is looked up by it, in the order of time.
create index recipient_turn on recipient (destination, due_at) where due_at is not null and destination <> 'maildir';
