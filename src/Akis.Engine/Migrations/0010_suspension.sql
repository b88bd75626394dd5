-- What belongs to a suspended instance waits unseen: its timers do not fire, its jobs are not given out, no message and no signal finds it.
ALTER TABLE process_instance ADD COLUMN suspended integer NOT NULL DEFAULT 0;
ALTER TABLE timer ADD COLUMN suspended integer NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN suspended integer NOT NULL DEFAULT 0;
ALTER TABLE message_subscription ADD COLUMN suspended integer NOT NULL DEFAULT 0;
ALTER TABLE signal_subscription ADD COLUMN suspended integer NOT NULL DEFAULT 0;
