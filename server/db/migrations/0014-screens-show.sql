-- The stations that a kitchen screen says it shows, of those it is bound to (ORD-34); null: it never said, and counts as showing all of them.
alter table devices add column shows json;
