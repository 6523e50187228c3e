"""Makes pytorch-modules.json: modules of Gyrus with PyTorch's float64 results, gradients and state.

    python3 pytorch_modules.py > pytorch-modules.json

Each case has three training steps on inputs of their own and one prediction. A training step computes y in training mode and the
gradients of sum(y * direction), see direction(); nothing updates the weights. Images are [N,H,W,C], and weights have Gyrus's axes.
"""
import json
import random

import torch

torch.set_default_dtype(torch.float64)

STEPS = 3


class Case:
    """A module of PyTorch, the call that makes Gyrus's, the shape of x, and the axes of PyTorch's weight in Gyrus's order."""

    def __init__(self, module, call, shape, weight_axes=None):
        self.module, self.call, self.shape, self.weight_axes = module, call, shape, weight_axes


def cases():
    return [
        Case(torch.nn.BatchNorm2d(3), {"module": "BatchNorm", "channels": 3}, [2, 4, 3, 3]),
        Case(torch.nn.BatchNorm2d(1), {"module": "BatchNorm", "channels": 1}, [3, 1, 2, 1]),
        Case(torch.nn.BatchNorm1d(4), {"module": "BatchNorm", "channels": 4}, [5, 4]),
        conv([2, 5, 4, 3], 3, 4),
        conv([1, 7, 6, 4], 3, 6, groups=2, stride=2, padding=1, relu=True),
        conv([2, 4, 4, 3], 3, 3, groups=3, padding=1, bias=False, relu=True),
        conv([1, 6, 7, 2], 2, 3, dilation=2, padding=2, bias=False),
        conv([1, 8, 6, 2], 4, 2, stride=2, padding=1),
        transposed([2, 3, 2, 3], 2, 4, True),
        transposed([1, 2, 2, 2], 3, 1, False),
        linear([4, 3], 5, True),
        linear([4, 3], 2, False),
        transposed([2, 3, 2, 3], 3, 4, True, stride=2, padding=1, output_padding=1),
        transposed([1, 2, 3, 2], 2, 3, False, stride=3, dilation=2, output_padding=2),
    ]


def conv(shape, size, out, stride=1, padding=0, dilation=1, groups=1, bias=True, relu=False):
    module = torch.nn.Conv2d(shape[-1], out, size, stride, padding, dilation, groups, bias)
    call = {"module": "Conv2d", "in": shape[-1], "out": out, "size": size, "stride": stride, "padding": padding,
            "dilation": dilation, "groups": groups, "bias": bias, "relu": relu}
    return Case(module, call, shape, (2, 3, 1, 0))


def transposed(shape, size, out, bias, stride=None, padding=0, dilation=1, output_padding=0):
    module = torch.nn.ConvTranspose2d(shape[-1], out, size, stride or size, padding, output_padding, 1, bias, dilation)
    call = {"module": "ConvTranspose2d", "in": shape[-1], "out": out, "size": size, "stride": stride or size, "padding": padding,
            "dilation": dilation, "outputPadding": output_padding, "bias": bias}
    return Case(module, call, shape, (2, 3, 1, 0))


def linear(shape, out, bias):
    return Case(torch.nn.Linear(shape[-1], out, bias), {"module": "Linear", "in": shape[-1], "out": out, "bias": bias}, shape, (1, 0))


def draw(shape, source):
    return torch.tensor([round(source.gauss(0.5, 1), 2) for _ in range(torch.Size(shape).numel())]).reshape(shape)


def direction(y):
    """Element i, in Gyrus's order, is (2 (7 i mod 11) - 9) / 16."""
    return torch.tensor([(2 * (7 * i % 11) - 9) / 16 for i in range(y.numel())]).reshape(y.shape)


def apply(case, x):
    y = case.module(x.movedim(-1, 1)).movedim(1, -1) if x.dim() > 2 else case.module(x)
    return torch.relu(y) if case.call.get("relu") else y


def tensor(values):
    return {"shape": list(values.shape), "values": values.detach().flatten().tolist()}


def in_our_order(case, name, values):
    return values.permute(case.weight_axes) if name == "weight" and case.weight_axes else values


def figures(number, case):
    source = random.Random("module %d" % number)
    module = case.module
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(draw(parameter.shape, source))
    start = {name: tensor(in_our_order(case, name, values)) for name, values in module.named_parameters()}
    steps = []
    for _ in range(STEPS):
        x = draw(case.shape, source)
        module.zero_grad()
        y = apply(case, x)
        (y * direction(y)).sum().backward()
        steps.append({"x": tensor(x), "y": tensor(y), "gradients": {
            name: tensor(in_our_order(case, name, weight.grad)) for name, weight in module.named_parameters()}})
    module.eval()
    x = draw(case.shape, source)
    state = {name: tensor(values) for name, values in module.named_buffers() if name != "num_batches_tracked"}
    return {"with": case.call, "weights": start, "steps": steps, "state": state,
            "prediction": {"x": tensor(x), "y": tensor(apply(case, x))}}


def main():
    torch.set_num_threads(1)
    print('{"torch": "%s", "modules": [' % torch.__version__)
    print(",\n".join(json.dumps(figures(number, case), separators=(",", ":")) for number, case in enumerate(cases())))
    print("]}")


main()
