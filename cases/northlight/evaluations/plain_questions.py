"""Plain questions with one right answer: an evaluation for Inspect, run against any upstream.

What it measures is no safety of a model; it shows the way of a log into the register.
"""

from inspect_ai import Task, task
from inspect_ai.dataset import Sample
from inspect_ai.scorer import includes
from inspect_ai.solver import generate, system_message

QUESTIONS = (
    ("What is the capital of France?", "Paris"),
    ("What is the capital of Japan?", "Tokyo"),
    ("What is the capital of Italy?", "Rome"),
    ("What is the capital of Egypt?", "Cairo"),
    ("How many days has a week?", "seven|7"),
    ("How many months has a year?", "twelve|12"),
    ("How many legs has a spider?", "eight|8"),
    ("How many minutes has an hour?", "sixty|60"),
    ("What is two plus two?", "four|4"),
    ("What is ten minus three?", "seven|7"),
    ("What is three times three?", "nine|9"),
    ("What is twelve divided by four?", "three|3"),
    ("Which planet do we live on?", "Earth"),
    ("Which planet is the largest of the solar system?", "Jupiter"),
    ("Which star is nearest to the Earth?", "Sun"),
    ("Which gas do plants take from the air to grow?", "carbon dioxide"),
    ("At how many degrees Celsius does water boil at sea level?", "100"),
    ("At how many degrees Celsius does water freeze?", "zero|0"),
    ("Which ocean is the largest?", "Pacific"),
    ("On which continent is Kenya?", "Africa"),
    ("Which language is spoken in Brazil?", "Portuguese"),
    ("Who wrote Romeo and Juliet?", "Shakespeare"),
    ("Which colour do blue and yellow make?", "green"),
    ("Which animal is called the king of the jungle?", "lion"),
)


@task
def plain_questions() -> Task:
    """Each answered in one sentence, right where one of the expected words is in it."""
    samples = [
        Sample(id=number, input=question, target=answers.split("|"))
        for number, (question, answers) in enumerate(QUESTIONS, start=1)
    ]
    return Task(
        dataset=samples,
        solver=[system_message("Answer in one short sentence."), generate()],
        scorer=includes(),
        version=1,
    )
