-- Which known sales each import held too: when the import that brought them is undone, they stay as those of the later one.

create table import_held (
    import_id  integer not null references imports (id),
    first_sale integer not null,    -- ids of sales, from this one
    last_sale  integer not null,    -- to this one
    primary key (import_id, first_sale)
) strict, without rowid;
