"""From a charter, at an instant, to a crisis: `scene` sets it, `crisis` compiles it.

`statuses` tell outcomes by their effects, `passages` find the decisions that lead from one to
another, `worths` what each party gives each ending, `crowds` who may leave. What the charter dates
later than is known is not used.
"""

from stanchion.conflict.crisis.from_charter.scene import Scene, crisis, scene

__all__ = ["Scene", "crisis", "scene"]
