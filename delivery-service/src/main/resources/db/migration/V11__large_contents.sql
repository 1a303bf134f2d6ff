-- The name of the file in which a large content lies, if it is not in content_chunk; null when nobody has need of it any
-- more. What no row names is swept.
alter table mail add column content_file text;
create unique index mail_content_file on mail (content_file) where content_file is not null;
