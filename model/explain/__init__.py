"""Everything that explains a network, under one name; each idea has a file of its own.

Read them in this order:

- `graph.py`: what a network is made of.
- `layers.py`: what each kind of layer computes, forward and backward.
- `passes.py`: running the whole chain.
- `receptive_field.py`: what a unit sees.
- `arithmetic.py` and `units.py`: one unit's numbers.
- `filters.py`, `features.py` and `captions.py`: what a filter answers to.
- `attribution.py`: which pixels an answer rests on.
- `surgery.py`: what is lost without some filters.
- `adversary.py`: how few pixels it takes to be fooled.

`transforms.py`, which moves and distorts drawings, stands alone: training needs it too.
"""

from model.explain.adversary import Flip, PixelChange, smallest_flip
from model.explain.arithmetic import explain_unit
from model.explain.attribution import Evidence, GradCam, Occlusion, evidence, grad_cam, occlusion
from model.explain.captions import MapCaption, caption, describe_layer
from model.explain.filters import FilterKind, describe_filter
from model.explain.graph import INPUT, Network, read
from model.explain.layers import Layer
from model.explain.receptive_field import Region, receptive_field, spread_over_drawing
from model.explain.surgery import SurgeryResult, SurgerySample, probabilities_without
from model.explain.units import (
    ActivationUnit,
    ConvolutionUnit,
    DenseUnit,
    FlattenUnit,
    PoolingUnit,
    SoftmaxUnit,
    Unit,
)

__all__ = [
    "INPUT",
    "ActivationUnit",
    "ConvolutionUnit",
    "DenseUnit",
    "Evidence",
    "FilterKind",
    "FlattenUnit",
    "Flip",
    "GradCam",
    "Layer",
    "MapCaption",
    "Network",
    "Occlusion",
    "PixelChange",
    "PoolingUnit",
    "Region",
    "SoftmaxUnit",
    "SurgeryResult",
    "SurgerySample",
    "Unit",
    "caption",
    "describe_filter",
    "describe_layer",
    "evidence",
    "explain_unit",
    "grad_cam",
    "occlusion",
    "probabilities_without",
    "read",
    "receptive_field",
    "smallest_flip",
    "spread_over_drawing",
]
