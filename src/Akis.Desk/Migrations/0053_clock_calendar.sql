-- Clocks that count, by the calendar they were computed with: after each ticket it is asked which are outdated, and the answer must not read them all.
CREATE INDEX ticket_clock_calendar ON ticket_clock (calendar, calendar_version) WHERE state IN (1, 2, 4);
