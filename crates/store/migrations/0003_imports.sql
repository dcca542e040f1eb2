-- What an import was, in full; what it takes to undo it; what is remembered of how files are read.

alter table imports add column origin text;          -- which till or shop: keys of different origins never meet
alter table imports add column mode text not null default 'new';
alter table imports add column sha256 text;          -- of the file, in hexadecimal
alter table imports add column reading text;         -- a hash of what else its reading depends on
alter table imports add column lines integer not null default 0;   -- read, good or bad
alter table imports add column changed integer not null default 0; -- known under the same id with other content
alter table imports add column held_back integer not null default 0; -- store-days left as they were
alter table imports add column revenue real not null default 0;    -- by how much it moved the revenue kept, in euros
alter table imports add column first_day text;       -- of its sales, YYYY-MM-DD
alter table imports add column last_day text;
alter table imports add column mapping text;         -- how it was read, JSON
alter table imports add column rewrites integer;     -- data_version.rewrites when it was done
alter table imports add column undone_at text;       -- ISO 8601, UTC; null while it stands

alter table rejects add column original text;        -- the line as it stands in the file

-- Rows as they were before an import wrote over them or took them out.
create table import_changes (
    id         integer primary key,
    import_id  integer not null references imports (id),
    table_name text not null,
    row_id     integer not null,
    before     text not null        -- the whole row, JSON
) strict;

create index import_changes_import_id on import_changes (import_id);

-- Rows of imports that anything but an import has changed, deleted or claimed for them since: those imports cannot be
-- undone any more. Loads run without triggers, so that these see plain SQL alone. No `or ignore`: the conflict clause of
-- the statement that fires a trigger would take its place.
create table hand_changes (
    table_name text not null,
    row_id     integer not null,
    import_id  integer not null,
    primary key (import_id, table_name, row_id)
) strict, without rowid;

create trigger sales_inserted_by_hand after insert on sales when new.import_id is not null begin
    insert into hand_changes select 'sales', new.id, new.import_id where new.import_id is not null and not exists
        (select 1 from hand_changes where (import_id, table_name, row_id) = (new.import_id, 'sales', new.id));
end;
create trigger sales_changed_by_hand after update on sales begin
    insert into hand_changes select 'sales', old.id, old.import_id where old.import_id is not null and not exists
        (select 1 from hand_changes where (import_id, table_name, row_id) = (old.import_id, 'sales', old.id));
    insert into hand_changes select 'sales', new.id, new.import_id where new.import_id is not null and not exists
        (select 1 from hand_changes where (import_id, table_name, row_id) = (new.import_id, 'sales', new.id));
end;
create trigger sales_deleted_by_hand after delete on sales when old.import_id is not null begin
    insert into hand_changes select 'sales', old.id, old.import_id where old.import_id is not null and not exists
        (select 1 from hand_changes where (import_id, table_name, row_id) = (old.import_id, 'sales', old.id));
end;
create trigger products_inserted_by_hand after insert on products when new.import_id is not null begin
    insert into hand_changes select 'products', new.id, new.import_id where new.import_id is not null and not exists
        (select 1 from hand_changes where (import_id, table_name, row_id) = (new.import_id, 'products', new.id));
end;
create trigger products_changed_by_hand after update on products begin
    insert into hand_changes select 'products', old.id, old.import_id where old.import_id is not null and not exists
        (select 1 from hand_changes where (import_id, table_name, row_id) = (old.import_id, 'products', old.id));
    insert into hand_changes select 'products', new.id, new.import_id where new.import_id is not null and not exists
        (select 1 from hand_changes where (import_id, table_name, row_id) = (new.import_id, 'products', new.id));
end;
create trigger products_deleted_by_hand after delete on products when old.import_id is not null begin
    insert into hand_changes select 'products', old.id, old.import_id where old.import_id is not null and not exists
        (select 1 from hand_changes where (import_id, table_name, row_id) = (old.import_id, 'products', old.id));
end;
create trigger stores_inserted_by_hand after insert on stores when new.import_id is not null begin
    insert into hand_changes select 'stores', new.id, new.import_id where new.import_id is not null and not exists
        (select 1 from hand_changes where (import_id, table_name, row_id) = (new.import_id, 'stores', new.id));
end;
create trigger stores_changed_by_hand after update on stores begin
    insert into hand_changes select 'stores', old.id, old.import_id where old.import_id is not null and not exists
        (select 1 from hand_changes where (import_id, table_name, row_id) = (old.import_id, 'stores', old.id));
    insert into hand_changes select 'stores', new.id, new.import_id where new.import_id is not null and not exists
        (select 1 from hand_changes where (import_id, table_name, row_id) = (new.import_id, 'stores', new.id));
end;
create trigger stores_deleted_by_hand after delete on stores when old.import_id is not null begin
    insert into hand_changes select 'stores', old.id, old.import_id where old.import_id is not null and not exists
        (select 1 from hand_changes where (import_id, table_name, row_id) = (old.import_id, 'stores', old.id));
end;

-- Mappings that worked, by the signature of a file's header.
create table mappings (
    signature text primary key,
    mapping   text not null,        -- JSON
    used_at   text not null         -- ISO 8601, UTC
) strict, without rowid;

create table settings (
    name      text primary key,     -- currency: ISO 4217, of all amounts kept
    value     text not null,
    import_id integer               -- the import that made it known; null when it was set by hand
) strict, without rowid;

create trigger settings_inserted after insert on settings begin
    update data_version set version = version + 1, rewrites = rewrites + 1;
end;
create trigger settings_updated after update on settings begin
    update data_version set version = version + 1, rewrites = rewrites + 1;
end;
create trigger settings_deleted after delete on settings begin
    update data_version set version = version + 1, rewrites = rewrites + 1;
end;

-- A line with an id of its own goes into the table alone: every index more costs an import of millions as much as the
-- table itself, and questions about all sales read all of them anyway. Lines without an id are looked up by their days
-- when an export comes again.
drop index sales_sale_date;
drop index sales_product_id;
drop index sales_store_id;
drop index sales_import_id;
create index sales_keyed_day on sales (sale_date, store_id) where source_key is not null;
