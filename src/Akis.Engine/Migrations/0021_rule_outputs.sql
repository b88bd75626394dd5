-- What each matching rule of a table gave, as a JSON list in the order of matched_rules; null where the decision is no table.
ALTER TABLE decision_instance ADD COLUMN rule_outputs text;
