-- Version 0.1 did not tell products apart by accents, case and signs, nor stores of one name by their city. What it kept
-- goes on being found as it was then where its sales are looked for: the next export of the same till adds none twice.
create table folded_names (
    table_name text not null,       -- products or stores
    id         integer not null,    -- in that table
    primary key (table_name, id)
) strict, without rowid;

insert into folded_names select 'products', id from products;
insert into folded_names select 'stores', id from stores;
