-- The four tables of sales, the ledger of imports, the forecasts, and the version of the data.

create table imports (
    id          integer primary key,
    source      text not null,      -- path, URL or - as the user named it
    table_name  text not null,      -- products, stores or sales
    added       integer not null,   -- lines kept
    known       integer not null,   -- lines that were there already
    rejected    integer not null,   -- lines refused, in rejects
    imported_at text not null       -- ISO 8601, UTC
) strict;

create table products (
    id       integer primary key,   -- the file's own id, or one from 1 000 000 001 on given by the store
    name     text not null,
    price    real,                  -- of one, in euros
    category text,
    code     text unique,           -- a text reference such as REF001
    import_id integer references imports (id)
) strict;

create table stores (
    id       integer primary key,   -- as for products
    city     text,
    region   text,                  -- the official name; null when nothing tells it
    address  text,
    code     text unique,
    name     text,                  -- what the store is called, besides its city
    postcode text,
    import_id integer references imports (id)
) strict;

create table sales (
    id         integer primary key, -- as for products
    product_id integer not null references products (id),
    store_id   integer not null references stores (id),
    sale_date  text not null,       -- YYYY-MM-DD, the civil day
    quantity   integer not null,    -- pieces; integer affinity, so that 1.25 kg is kept as 1.25
    amount     real not null,       -- the line's revenue as sold, in euros; returns negative
    kind       text not null default 'sale',
    discount   real,                -- in euros, already inside amount
    tax        real,                -- in euros, already inside amount
    ticket     text,                -- the basket it belongs to
    source_key text,                -- tells lines without an integer id apart
    import_id  integer references imports (id)
);

create unique index sales_source_key on sales (source_key) where source_key is not null;
create index sales_sale_date on sales (sale_date);
create index sales_product_id on sales (product_id);
create index sales_store_id on sales (store_id);
create index sales_import_id on sales (import_id);

create table rejects (
    id        integer primary key,
    import_id integer not null references imports (id),
    line      integer not null,     -- in the file, from 1
    "column"  text,                 -- the header of the column to blame
    value     text,                 -- what stood there
    code      text not null         -- the reason's stable name
) strict;

create index rejects_import_id on rejects (import_id);

create table analysis_results (
    id             integer primary key,
    analysis_type  text not null,   -- total_revenue, sales_by_product, sales_by_region, daily_revenue
    result_value   real not null,   -- the figure
    result_details text not null,   -- JSON: what the figure is about
    created_at     text not null    -- ISO 8601, UTC; the same for all rows of one run
) strict;

create table forecasts (
    id           integer primary key,
    run_id       integer not null,  -- the days of one forecast share it
    model        text not null,     -- arima(5,1,0)
    series       text not null,     -- total
    last_day     text not null,     -- the last day with sales that the model has seen
    day          text not null,     -- the day forecast
    mean         real not null,     -- euros
    lower_80     real not null,
    upper_80     real not null,
    lower_95     real not null,
    upper_95     real not null,
    data_version integer not null,
    made_at      text not null,     -- ISO 8601, UTC
    unique (run_id, day)
) strict;

-- One row. version moves with every change to the figures' sources, rewrites with all but appended sales.
create table data_version (
    id       integer primary key check (id = 1),
    version  integer not null,
    rewrites integer not null
) strict;

insert into data_version (id, version, rewrites) values (1, 0, 0);

create trigger sales_inserted after insert on sales begin
    update data_version set version = version + 1, rewrites = rewrites + (new.import_id is null);
end;
create trigger sales_updated after update on sales begin
    update data_version set version = version + 1, rewrites = rewrites + 1;
end;
create trigger sales_deleted after delete on sales begin
    update data_version set version = version + 1, rewrites = rewrites + 1;
end;
create trigger products_inserted after insert on products begin
    update data_version set version = version + 1, rewrites = rewrites + 1;
end;
create trigger products_updated after update on products begin
    update data_version set version = version + 1, rewrites = rewrites + 1;
end;
create trigger products_deleted after delete on products begin
    update data_version set version = version + 1, rewrites = rewrites + 1;
end;
create trigger stores_inserted after insert on stores begin
    update data_version set version = version + 1, rewrites = rewrites + 1;
end;
create trigger stores_updated after update on stores begin
    update data_version set version = version + 1, rewrites = rewrites + 1;
end;
create trigger stores_deleted after delete on stores begin
    update data_version set version = version + 1, rewrites = rewrites + 1;
end;
