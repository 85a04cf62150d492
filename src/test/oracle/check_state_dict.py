#!/usr/bin/env python3
"""Checks a state dict of 'vidette model export --format state-dict' against PyTorch itself.

Needs Python 3.10 or later with torch 2.7; nothing of it is part of the product.

    check_state_dict.py STATE_DICT BEST_PT

torch.load must take the file with weights_only=True, which runs no code in it, and it must hold the tensors that
torch.jit.load finds in the best.pt it was written from: the same names in the same order, and the same numbers.
"""

import collections
import sys

import torch

state = torch.load(sys.argv[1], map_location="cpu", weights_only=True)
expected = torch.jit.load(sys.argv[2], map_location="cpu").state_dict()
assert isinstance(state, collections.OrderedDict), type(state)
assert sorted(state) == sorted(expected), set(state) ^ set(expected)
for name, tensor in expected.items():
    assert state[name].dtype == tensor.dtype and torch.equal(state[name], tensor), name
print(f"{len(state)} tensors, {sum(t.numel() for t in state.values()):,} numbers: the same")
