-- Its keys are forgotten once nothing is held over them any more: since when somebody wants that.
ALTER TABLE connections ADD COLUMN leaving_since INTEGER;
