-- From now on each label of a ticket is a row, so that a search for it reads only the tickets that have it.
/*sqlite INSERT INTO ticket_tag (ticket_key, tag) SELECT t.key, j.value FROM ticket t, json_each('["' || replace(t.labels, ' ', '","') || '"]') j WHERE t.labels <> '' */;
/*pgsql INSERT INTO ticket_tag (ticket_key, tag) SELECT key, unnest(string_to_array(labels, ' ')) FROM ticket WHERE labels <> '' */;
