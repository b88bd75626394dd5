-- What the counts beside the desk's views are made of: they read this index and no ticket.
CREATE INDEX ticket_open_counts ON ticket (queue, assignee, state, snoozed_until, confidential) WHERE closed_at IS NULL;
