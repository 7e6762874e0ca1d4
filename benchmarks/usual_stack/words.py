"""What the reference's prep pack says."""

QUESTIONS = (
    "How did you come to this work, and what would you do differently if you began today?",
    "What does a normal week hold, and which part of it would surprise somebody from outside?",
    "What did you believe about this field before you joined it that turned out to be wrong?",
    "Which skills decide whether somebody does well in your team, and how are they learned?",
    "What is hard about the job that no description of it says?",
    "How do people move on from a position like yours, inside and outside?",
    "What is changing in your field now, and what does that change for newcomers?",
    "Whom do you ask when you do not know how to go on?",
    "If you were in my place, what would you read, build or try in the next three months?",
    "Who else should I speak with, and may I say that you sent me?",
)
RESEARCH = (
    "What the company sells, to whom, and what it announced this year",
    "What your contact did before, and what they have written or said in public",
    "Two open positions in the team, and what they ask for",
    "Who its competitors are, and how they differ",
)
# What each part of the talk is about, and its share of the time.
AGENDA = (
    (0.1, "Thanks, and who you are"),
    (0.35, "Their path"),
    (0.35, "The work"),
    (0.15, "Your next steps"),
    (0.05, "Thanks"),
)
