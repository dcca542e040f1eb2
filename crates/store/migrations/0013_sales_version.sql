-- The version of the data at which sales last changed, or what is known of the days of stores: forecasts made at an earlier
-- one are of other sales. Targets, products and settings that no forecast is made from leave it.
alter table data_version add column sales_version integer not null default 0;
update data_version set sales_version = version;

drop trigger sales_inserted;
create trigger sales_inserted after insert on sales begin
    update data_version set version = version + 1, rewrites = rewrites + 1, sales_version = version + 1;
end;
drop trigger sales_updated;
create trigger sales_updated after update on sales begin
    update data_version set version = version + 1, rewrites = rewrites + 1, sales_version = version + 1;
end;
drop trigger sales_deleted;
create trigger sales_deleted after delete on sales begin
    update data_version set version = version + 1, rewrites = rewrites + 1, sales_version = version + 1;
end;
-- A store's region is what its forecast is summed by, and a row may be put in the place of another one.
drop trigger stores_inserted;
create trigger stores_inserted after insert on stores begin
    update data_version set version = version + 1, rewrites = rewrites + 1, sales_version = version + 1;
end;
drop trigger stores_updated;
create trigger stores_updated after update on stores begin
    update data_version set version = version + 1, rewrites = rewrites + 1, sales_version = version + 1;
end;
-- What users say of days without sales is kept as days:STORE:FROM:TO.
drop trigger settings_inserted;
create trigger settings_inserted after insert on settings begin
    update data_version set version = version + 1, rewrites = rewrites + 1,
        sales_version = iif(new.name like 'days:%', version + 1, sales_version);
end;
drop trigger settings_updated;
create trigger settings_updated after update on settings begin
    update data_version set version = version + 1, rewrites = rewrites + 1,
        sales_version = iif(new.name like 'days:%' or old.name like 'days:%', version + 1, sales_version);
end;
drop trigger settings_deleted;
create trigger settings_deleted after delete on settings begin
    update data_version set version = version + 1, rewrites = rewrites + 1,
        sales_version = iif(old.name like 'days:%', version + 1, sales_version);
end;
