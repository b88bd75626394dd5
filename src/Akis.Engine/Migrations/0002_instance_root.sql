-- A request is an instance with everything that it calls: pages and access rules ask by the root. The key never changes, so updates stay in the page.
CREATE INDEX process_instance_root ON process_instance (root_key, key);
