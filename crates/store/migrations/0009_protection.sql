-- Tokens live in a file of their own beside the database, which no SQL from outside opens. The database records that it is
-- protected: without that file, or with an empty one, its service stays closed. What it is stands in its header.

alter table data_version add column protected integer not null default 0;

insert into data_version (id, version, rewrites) values (1, 1, 1) on conflict do nothing;
update data_version set protected = exists (select 1 from tokens);
drop table tokens;

pragma application_id = 1129337938; -- "CPTR"

-- The currency is that of the amounts kept: as long as there are any, no SQL gives them another.
create trigger settings_currency_updated before update on settings
when old.name = 'currency' and (new.name, new.value) is not (old.name, old.value) and exists (select 1 from sales) begin
    select raise(abort, 'the currency of the amounts that are kept stays');
end;
create trigger settings_currency_taken before update on settings
when new.name = 'currency' and old.name <> 'currency'
    and exists (select 1 from settings where name = 'currency') and exists (select 1 from sales) begin
    select raise(abort, 'the currency of the amounts that are kept stays');
end;
create trigger settings_currency_deleted before delete on settings
when old.name = 'currency' and exists (select 1 from sales) begin
    select raise(abort, 'the currency of the amounts that are kept stays');
end;
create trigger settings_currency_replaced before insert on settings
when new.name = 'currency' and exists (select 1 from settings where name = 'currency' and value <> new.value)
    and exists (select 1 from sales) begin
    select raise(abort, 'the currency of the amounts that are kept stays');
end;
