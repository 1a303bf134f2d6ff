-- The span of the first attempt, as a traceparent, if it was traced: a retry refers to it.
alter table triplet add column first_trace text;
