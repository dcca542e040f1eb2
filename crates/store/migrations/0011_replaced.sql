-- Rows of imports that SQL replaces: SQLite deletes such a row without firing the triggers of a delete, so that the import which
-- brought it could be undone over it. What a statement may replace is noted before it, and marked once the row is written; a
-- statement that is ignored, or takes to `do update`, leaves the note to the next one.
create table replaced_by_hand (
    table_name text not null,
    row_id     integer not null,
    import_id  integer not null,
    primary key (table_name, row_id)
) strict, without rowid;

create trigger sales_replacing_by_hand before insert on sales begin
    delete from replaced_by_hand;
    insert into replaced_by_hand select 'sales', id, import_id from sales
        where (id = new.id or source_key = new.source_key) and import_id is not null;
end;
create trigger sales_replaced_by_hand after insert on sales when exists (select 1 from replaced_by_hand) begin
    insert into hand_changes select r.table_name, r.row_id, r.import_id from replaced_by_hand r where not exists
        (select 1 from hand_changes h where (h.import_id, h.table_name, h.row_id) = (r.import_id, r.table_name, r.row_id));
    delete from replaced_by_hand;
end;
create trigger sales_moving_by_hand before update on sales when new.id <> old.id or new.source_key is not old.source_key begin
    delete from replaced_by_hand;
    insert into replaced_by_hand select 'sales', id, import_id from sales
        where (id = new.id or source_key = new.source_key) and import_id is not null and id <> old.id;
end;
create trigger sales_moved_by_hand after update on sales
when (new.id <> old.id or new.source_key is not old.source_key) and exists (select 1 from replaced_by_hand) begin
    insert into hand_changes select r.table_name, r.row_id, r.import_id from replaced_by_hand r where not exists
        (select 1 from hand_changes h where (h.import_id, h.table_name, h.row_id) = (r.import_id, r.table_name, r.row_id));
    delete from replaced_by_hand;
end;

create trigger products_replacing_by_hand before insert on products begin
    delete from replaced_by_hand;
    insert into replaced_by_hand select 'products', id, import_id from products
        where (id = new.id or code = new.code) and import_id is not null;
end;
create trigger products_replaced_by_hand after insert on products when exists (select 1 from replaced_by_hand) begin
    insert into hand_changes select r.table_name, r.row_id, r.import_id from replaced_by_hand r where not exists
        (select 1 from hand_changes h where (h.import_id, h.table_name, h.row_id) = (r.import_id, r.table_name, r.row_id));
    delete from replaced_by_hand;
end;
create trigger products_moving_by_hand before update on products when new.id <> old.id or new.code is not old.code begin
    delete from replaced_by_hand;
    insert into replaced_by_hand select 'products', id, import_id from products
        where (id = new.id or code = new.code) and import_id is not null and id <> old.id;
end;
create trigger products_moved_by_hand after update on products
when (new.id <> old.id or new.code is not old.code) and exists (select 1 from replaced_by_hand) begin
    insert into hand_changes select r.table_name, r.row_id, r.import_id from replaced_by_hand r where not exists
        (select 1 from hand_changes h where (h.import_id, h.table_name, h.row_id) = (r.import_id, r.table_name, r.row_id));
    delete from replaced_by_hand;
end;

create trigger stores_replacing_by_hand before insert on stores begin
    delete from replaced_by_hand;
    insert into replaced_by_hand select 'stores', id, import_id from stores
        where (id = new.id or code = new.code) and import_id is not null;
end;
create trigger stores_replaced_by_hand after insert on stores when exists (select 1 from replaced_by_hand) begin
    insert into hand_changes select r.table_name, r.row_id, r.import_id from replaced_by_hand r where not exists
        (select 1 from hand_changes h where (h.import_id, h.table_name, h.row_id) = (r.import_id, r.table_name, r.row_id));
    delete from replaced_by_hand;
end;
create trigger stores_moving_by_hand before update on stores when new.id <> old.id or new.code is not old.code begin
    delete from replaced_by_hand;
    insert into replaced_by_hand select 'stores', id, import_id from stores
        where (id = new.id or code = new.code) and import_id is not null and id <> old.id;
end;
create trigger stores_moved_by_hand after update on stores
when (new.id <> old.id or new.code is not old.code) and exists (select 1 from replaced_by_hand) begin
    insert into hand_changes select r.table_name, r.row_id, r.import_id from replaced_by_hand r where not exists
        (select 1 from hand_changes h where (h.import_id, h.table_name, h.row_id) = (r.import_id, r.table_name, r.row_id));
    delete from replaced_by_hand;
end;

create trigger targets_replacing_by_hand before insert on targets begin
    delete from replaced_by_hand;
    insert into replaced_by_hand select 'targets', id, import_id from targets
        where (id = new.id or code = new.code) and import_id is not null;
end;
create trigger targets_replaced_by_hand after insert on targets when exists (select 1 from replaced_by_hand) begin
    insert into hand_changes select r.table_name, r.row_id, r.import_id from replaced_by_hand r where not exists
        (select 1 from hand_changes h where (h.import_id, h.table_name, h.row_id) = (r.import_id, r.table_name, r.row_id));
    delete from replaced_by_hand;
end;
create trigger targets_moving_by_hand before update on targets when new.id <> old.id or new.code is not old.code begin
    delete from replaced_by_hand;
    insert into replaced_by_hand select 'targets', id, import_id from targets
        where (id = new.id or code = new.code) and import_id is not null and id <> old.id;
end;
create trigger targets_moved_by_hand after update on targets
when (new.id <> old.id or new.code is not old.code) and exists (select 1 from replaced_by_hand) begin
    insert into hand_changes select r.table_name, r.row_id, r.import_id from replaced_by_hand r where not exists
        (select 1 from hand_changes h where (h.import_id, h.table_name, h.row_id) = (r.import_id, r.table_name, r.row_id));
    delete from replaced_by_hand;
end;
