"""Who has said yes: conditions under which a body is asked, votes counted, halts."""
