-- Whose database this is: the printed codes of its tables are made from a secret that lies in a server's DATA_DIR. A server with another secret would show
-- codes that look valid and that nobody can order with.

create table directory_installation (
  only_row           boolean primary key default true check (only_row),
  secret_fingerprint text not null,
  since              timestamptz not null default now()
);
