"""Who the meeting is with: people, rooms and lists told apart, names in titles, companies behind addresses."""
