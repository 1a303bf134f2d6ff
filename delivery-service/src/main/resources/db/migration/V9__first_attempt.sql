-- The span of the first attempt that was traced, for later ones to refer to: they may come days after it.
alter table recipient add column first_span text;
