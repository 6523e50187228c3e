"""Weights after each of twelve updates by PyTorch's optimizers in float64, for OptimizerTest: python3 optimizers.py > optimizers.json

The loss of step t is the sum of (a_t w - b_t)^2 over all weights; the factors and the first weights are those of the file.
"""
import json
import math
import random
import torch

torch.set_default_dtype(torch.float64)
STEPS, SIZES = 12, [5, 3]
draw = random.Random(7)


def numbers(count):
    return [round(draw.uniform(-1.5, 1.5), 3) for _ in range(count)]


start = [numbers(size) for size in SIZES]
factors = [[numbers(size) for size in SIZES] for _ in range(STEPS)]
shifts = [[numbers(size) for size in SIZES] for _ in range(STEPS)]

RULES = {
    "adam": (lambda w: torch.optim.Adam(w, lr=0.05, betas=(0.8, 0.95), eps=1e-6), None, None),
    "adamw": (lambda w: torch.optim.AdamW(w, lr=0.05, weight_decay=0.1), None, None),
    "sgd": (lambda w: torch.optim.SGD(w, lr=0.05), None, None),
    "sgd with momentum": (lambda w: torch.optim.SGD(w, lr=0.02, momentum=0.9, weight_decay=0.1), None, None),
    "sgd with nesterov": (lambda w: torch.optim.SGD(w, lr=0.02, momentum=0.9, nesterov=True), None, None),
    "adam with steps": (lambda w: torch.optim.Adam(w, lr=0.1),
                        lambda o: torch.optim.lr_scheduler.StepLR(o, step_size=5, gamma=0.3), None),
    "sgd with cosine": (lambda w: torch.optim.SGD(w, lr=0.1),
                        lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, T_max=12, eta_min=0.01), None),
    "adam with warm-up": (lambda w: torch.optim.Adam(w, lr=0.1),
                          lambda o: torch.optim.lr_scheduler.LambdaLR(o, lambda n: min(1, (n + 1) / 6)), None),
    "adam with inverse time": (lambda w: torch.optim.Adam(w, lr=0.1),
                               lambda o: torch.optim.lr_scheduler.LambdaLR(o, lambda n: 1 / (1 + 0.2 * n)), None),
    "sgd, clipped": (lambda w: torch.optim.SGD(w, lr=0.1), None, 3.0),
}


def run(make, schedule, norm):
    weights = [torch.tensor(values, requires_grad=True) for values in start]
    optimizer = make(weights)
    scheduler = schedule(optimizer) if schedule else None
    rows, norms = [], []
    for step in range(STEPS):
        optimizer.zero_grad()
        loss = sum(((w * torch.tensor(a) - torch.tensor(b)) ** 2).sum()
                   for w, a, b in zip(weights, factors[step], shifts[step]))
        loss.backward()
        if norm:
            norms.append(float(torch.nn.utils.clip_grad_norm_(weights, norm)))
        optimizer.step()
        if scheduler:
            scheduler.step()
        rows.append([w.tolist() for w in weights])
    assert not norm or min(norms) < norm < max(norms), norms  # both sides of the limit
    return rows


print(json.dumps({"start": start, "factors": factors, "shifts": shifts,
                  "weights": {name: run(*rule) for name, rule in RULES.items()}}, separators=(",", ":"))
      .replace("]],[[", "]],\n[["))
