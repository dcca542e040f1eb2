-- What is aimed at: revenue of a month, of all stores, of one, or of a region.
create table targets (
    id        integer primary key,
    code      text unique,        -- what tells targets apart: the month, and the store or the region
    month     text not null,      -- 2023-11
    store_id  integer references stores (id),
    region    text,               -- the official name; null together with store_id for all stores
    amount    real not null,      -- revenue, tax included, in euros
    import_id integer references imports (id)
) strict;

create trigger targets_inserted after insert on targets begin
    update data_version set version = version + 1, rewrites = rewrites + 1;
end;
create trigger targets_updated after update on targets begin
    update data_version set version = version + 1, rewrites = rewrites + 1;
end;
create trigger targets_deleted after delete on targets begin
    update data_version set version = version + 1, rewrites = rewrites + 1;
end;
create trigger targets_inserted_by_hand after insert on targets when new.import_id is not null begin
    insert into hand_changes select 'targets', new.id, new.import_id where new.import_id is not null and not exists
        (select 1 from hand_changes where (import_id, table_name, row_id) = (new.import_id, 'targets', new.id));
end;
create trigger targets_changed_by_hand after update on targets begin
    insert into hand_changes select 'targets', old.id, old.import_id where old.import_id is not null and not exists
        (select 1 from hand_changes where (import_id, table_name, row_id) = (old.import_id, 'targets', old.id));
    insert into hand_changes select 'targets', new.id, new.import_id where new.import_id is not null and not exists
        (select 1 from hand_changes where (import_id, table_name, row_id) = (new.import_id, 'targets', new.id));
end;
create trigger targets_deleted_by_hand after delete on targets when old.import_id is not null begin
    insert into hand_changes select 'targets', old.id, old.import_id where old.import_id is not null and not exists
        (select 1 from hand_changes where (import_id, table_name, row_id) = (old.import_id, 'targets', old.id));
end;
