-- Tokens that open the Database Service. No SQL from outside sees this table.

create table tokens (
    id         integer primary key,
    name       text not null,       -- what it is for
    scope      text not null check (scope in ('read', 'write')),
    hash       blob not null unique, -- BLAKE3 of the secret
    created_at text not null        -- ISO 8601, UTC
) strict;
