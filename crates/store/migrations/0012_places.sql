-- Stores that have moved: from that day on the sales of a store are those of another record, which says where it is now.
create table store_moves (
    store_id  integer not null references stores (id), -- as files name it
    from_day  text not null,                           -- YYYY-MM-DD, the first at the new place
    moved_to  integer not null references stores (id),
    import_id integer references imports (id)
) strict;

-- How many sales of an import had a time of UTC, by store and hour: their civil day hangs on the territory of the store.
create table utc_sales (
    store_id  integer not null references stores (id),
    day       text not null,                           -- of UTC, YYYY-MM-DD
    hour      integer not null,                        -- of UTC, 0 to 23
    sales     integer not null,
    import_id integer references imports (id)
) strict;

create index utc_sales_store_id on utc_sales (store_id);
