-- The diagnosis of an incident asks for the hosts that it touches, by name.
CREATE INDEX host_name ON host (json_extract(body, '$.name'));
