"""Makes pytorch-ops.json: every op of Gyrus on at least five shapes, with PyTorch's float64 results and gradients.

    python3 pytorch_ops.py > pytorch-ops.json

An op is added by one line of OPS: its name, PyTorch's function of the inputs and arguments, and its cases. Results must have the
shape that Gyrus gives them. The gradients are those of sum(y * direction), see direction(). Inputs hold values of two decimals.
"""
import json
import random

import torch
import torch.nn.functional as F

from random_graphs import channels_first, channels_last

torch.set_default_dtype(torch.float64)

NORMAL = "normal"
POSITIVE = "positive"  # between 0.5 and 1.5
DISTINCT = "distinct"  # all different by at least 0.02
BINARY = "binary"  # zeros and ones, without a gradient
INDICES = "indices"  # 0, 1 or 2, without a gradient
WEIGHTS = "weights"  # between 0.5 and 1.5, without a gradient
FIXED = (BINARY, INDICES, WEIGHTS)


class Case:
    """One call: the shapes of the inputs, the arguments behind them, and the distribution of each input's values."""

    def __init__(self, *shapes, given=(), values=NORMAL):
        self.shapes = [list(shape) for shape in shapes]
        self.arguments = list(given)
        self.values = [values] * len(shapes) if isinstance(values, str) else list(values)


VECTORS = [[1], [7], [2, 3], [3, 2, 4], [2, 2, 3, 2]]
PAIRS = [([7], [7]), ([2, 3, 4], [2, 3, 4]), ([2, 3, 4], [1, 1, 4]), ([3, 1], [1, 5]), ([1, 2, 2, 1], [2, 2, 2, 3]),
         ([3, 4], [4]), ([1], [2, 3]), ([2, 1, 3], [4, 1])]
AXES = [([7], 0), ([3, 5], -1), ([4, 3], 0), ([2, 4, 3], 1), ([2, 1, 2, 3], -3)]
REDUCTIONS = [([5], []), ([3, 4], [0]), ([2, 3, 2], [-1]), ([2, 3, 2, 2], [1, 3]), ([2, 1, 3], [0, 1, 2])]


def unary(values=NORMAL):
    return [Case(shape, values=values) for shape in VECTORS]


def binary(values=NORMAL):
    return [Case(*shapes, values=values) for shapes in PAIRS]


def reductions(values=NORMAL):
    return [Case(shape, given=axes, values=values) for shape, axes in REDUCTIONS]


def along_axes(values=NORMAL):
    return [Case(shape, given=(axis,), values=values) for shape, axis in AXES]


def spreads():
    """Corrections and axes of variances."""
    return [Case(shape, given=(correction, axes)) for shape, correction, axes in
            [([5], 1, []), ([3, 4], 0, [0]), ([2, 3, 2], 1, [-1]), ([2, 3, 2, 2], 2, [1, 3]), ([2, 2, 3], 1, [0, 1, 2])]]


def all_axes(x, axes):
    return axes or tuple(range(x.dim()))


def as_one(number, x):
    """A number as the tensor [1,...,1] of x's rank."""
    return number.reshape([1] * x.dim())


def max_pool(x, size, stride):
    return channels_last(F.max_pool2d(channels_first(x), size, stride))


def average_pool(x, size, *to):
    """Windows of one size, at a stride if one number follows, or a result of two given extents."""
    pooled = F.adaptive_avg_pool2d(channels_first(x), to) if len(to) == 2 else F.avg_pool2d(channels_first(x), size, *to)
    return channels_last(pooled)


def cross_entropy(z, classes, *of):
    """Nothing else, the smoothing, or weights of the classes and the smoothing."""
    weights = of[0] if len(of) == 2 else None
    smoothing = of[-1] if of else 0
    rows = z.reshape(-1, z.shape[-1])
    return F.cross_entropy(rows, classes.long().flatten(), weights, label_smoothing=smoothing).reshape(1, 1)


def pad(x, axis, before, after, value):
    inner = x.dim() - 1 - axis % x.dim()
    return F.pad(x, [0, 0] * inner + [before, after], value=value)


def conv(x, w, b, stride, pad_rows, pad_columns, dilation, relu):
    y = channels_last(F.conv2d(channels_first(x), w.permute(3, 2, 0, 1), b, stride, (pad_rows, pad_columns), dilation))
    return F.relu(y) if relu else y


def grouped_conv(x, w, b, stride, pad_rows, pad_columns, dilation, groups):
    return channels_last(F.conv2d(channels_first(x), w.permute(3, 2, 0, 1), b, stride, (pad_rows, pad_columns), dilation, groups))


def conv1d(x, w, b, stride, padding, dilation):
    return F.conv1d(x.permute(0, 2, 1), w.permute(2, 1, 0), b, stride, padding, dilation).permute(0, 2, 1)


def conv_transpose(x, w, *of):
    """A bias or none; then nothing else, or stride, padding of rows and columns, dilation and output padding."""
    bias, of = (of[0], of[1:]) if of and isinstance(of[0], torch.Tensor) else (None, of)
    stride, pad_rows, pad_columns, dilation, rest = of or (w.shape[0], 0, 0, 1, 0)
    return channels_last(F.conv_transpose2d(
        channels_first(x), w.permute(3, 2, 0, 1), bias, stride, (pad_rows, pad_columns), rest, 1, dilation))


def bilinear(x, *to):
    """By a factor, or to two extents."""
    size, factor = (to, None) if len(to) == 2 else (None, to[0])
    return channels_last(F.interpolate(channels_first(x), size, factor, mode="bilinear", align_corners=False))


def variance(x, correction, axes):
    return x.var(all_axes(x, axes), correction=correction, keepdim=True)


def group_norm(x, gamma, beta, groups, epsilon):
    return F.group_norm(x.movedim(-1, 1), groups, gamma, beta, epsilon).movedim(1, -1)


def batch_norm(x, *of):
    """Gamma and beta, and epsilon; or gamma, beta, the running mean and variance, momentum and epsilon."""
    gamma, beta, *running, epsilon = of
    mean, variance, momentum = [number.clone() for number in running[:2]] + running[2:] if running else (None, None, 0)
    return F.batch_norm(x.movedim(-1, 1), mean, variance, gamma, beta, True, momentum, epsilon).movedim(1, -1)


def philox(counter, key):
    """The four words of a block of Philox4x32-10 (Salmon et al., 2011)."""
    for _ in range(10):
        first, second = 0xD2511F53 * counter[0], 0xCD9E8D57 * counter[2]
        counter = [second >> 32 ^ counter[1] ^ key[0], second & 0xFFFFFFFF, first >> 32 ^ counter[3] ^ key[1], first & 0xFFFFFFFF]
        key = [key[0] + 0x9E3779B9 & 0xFFFFFFFF, key[1] + 0xBB67AE85 & 0xFFFFFFFF]
    return counter


def dropout(x, key, p):
    """The key holds seed and stream in chunks of 16 bits."""
    words = [int(low) | int(high) << 16 for low, high in key.reshape(4, 2).tolist()]
    uniform = [(philox([i // 4, 0, words[2], words[3]], words[:2])[i % 4] >> 8) / 2 ** 24 for i in range(x.numel())]
    return torch.where(torch.tensor(uniform).reshape(x.shape) < p, 0.0, x / (1 - p))


OPS = {
    "abs": (torch.abs, unary()),
    "add": (torch.add, binary()),
    "affine": (lambda x, scale, shift: scale * x + shift, [Case(shape, given=(-2.5, 0.75)) for shape in VECTORS]),
    "argmax": (lambda x, axis: torch.argmax(x, axis, keepdim=True), along_axes(DISTINCT)),
    "batchNorm": (batch_norm, [Case(shape, shape[-1:], shape[-1:], given=(1e-5,)) for shape in
                              [[4, 1], [5, 3], [2, 3, 2], [2, 2, 3, 2], [3, 1, 2, 4]]]
                  + [Case(shape, *[shape[-1:]] * 4, given=(0.1, 1e-5), values=(NORMAL, NORMAL, NORMAL, BINARY, BINARY))
                     for shape in [[3, 2], [2, 3, 2, 4]]]),
    "clamp": (torch.clamp, [Case(shape, given=(-0.5, 0.75)) for shape in VECTORS]),
    "concat": (lambda a, b, axis: torch.cat((a, b), axis), [
        Case(a, b, given=(axis,)) for a, b, axis in
        [([2], [3], 0), ([2, 3], [2, 1], -1), ([1, 3], [4, 3], 0), ([2, 1, 3], [2, 2, 3], 1), ([1, 2, 2, 2], [1, 2, 3, 2], 2)]]),
    "averagePool2d": (average_pool, [
        Case(shape, given=given) for shape, given in
        [([2, 4, 6, 2], (2,)), ([1, 7, 5, 2], (3,)), ([1, 2, 3, 3], (1,)), ([2, 5, 4, 1], (2,)), ([1, 3, 3, 4], (3,)),
         ([2, 4, 5, 3], (2, 1)), ([1, 7, 6, 2], (3, 2)), ([1, 4, 4, 1], (2, 3)), ([1, 4, 3, 32], (2, 1)), ([2, 3, 3, 2], (1, 2)), ([1, 5, 6, 4], (4, 1)),
         ([2, 4, 6, 2], (0, 2, 3)), ([1, 5, 7, 2], (0, 3, 4)), ([2, 3, 3, 3], (0, 1, 1)), ([1, 2, 3, 2], (0, 4, 2)),
         ([1, 7, 2, 1], (0, 2, 5))]]),
    "conv1d": (conv1d, [
        Case([2, 6, 3], [3, 3, 2], [2], given=(1, 1, 1)), Case([1, 5, 1], [1, 1, 3], [3], given=(1, 0, 1)),
        Case([1, 9, 2], [2, 2, 2], [2], given=(2, 1, 3)), Case([3, 4, 2], [4, 2, 1], [1], given=(1, 0, 1)),
        Case([2, 7, 4], [5, 4, 2], [2], given=(3, 2, 1))]),
    "conv2d": (conv, [
        Case([2, 5, 4, 3], [3, 3, 3, 2], [2], given=(1, 1, 1, 1, False)),
        Case([1, 4, 5, 2], [3, 3, 2, 3], [3], given=(1, 1, 1, 1, True)),
        Case([2, 3, 3, 4], [1, 1, 4, 1], [1], given=(1, 0, 0, 1, False)),
        Case([1, 7, 6, 2], [3, 2, 2, 3], [3], given=(2, 1, 2, 2, False)),
        Case([1, 6, 3, 1], [2, 3, 1, 2], [2], given=(3, 0, 1, 1, True))]),
    "convTranspose2d": (conv_transpose, [
        Case([2, 3, 2, 4], [2, 2, 3, 4], [3]), Case([1, 2, 2, 2], [3, 3, 1, 2], [1]), Case([1, 1, 3, 1], [2, 2, 2, 1], [2]),
        Case([2, 2, 2, 3], [1, 1, 2, 3], [2]), Case([1, 1, 1, 2], [4, 4, 2, 2], [2]),
        Case([1, 2, 1, 3], [2, 2, 2, 3])]
        + [Case(x, w, w[2:3], given=given) for x, w, given in
           [([2, 3, 4, 2], [3, 3, 3, 2], (2, 1, 1, 1, 1)), ([1, 4, 3, 3], [4, 4, 2, 3], (2, 1, 1, 1, 0)),
            ([1, 5, 4, 1], [3, 2, 2, 1], (1, 1, 0, 1, 0)), ([2, 2, 3, 4], [2, 3, 1, 4], (3, 0, 1, 2, 2)),
            ([1, 1, 2, 2], [1, 1, 3, 2], (3, 0, 0, 1, 1)), ([3, 3, 2, 5], [5, 5, 4, 5], (2, 2, 2, 1, 1))]]
        + [Case([1, 3, 3, 2], [3, 3, 2, 2], given=(2, 1, 1, 1, 0)), Case([2, 2, 2, 1], [2, 4, 3, 1], given=(1, 0, 1, 3, 0))]),
    "copy": (torch.clone, unary()),
    "crossEntropy": (cross_entropy, [Case([n, c], [n], values=(NORMAL, INDICES)) for n, c in [(1, 3), (5, 3), (2, 7), (4, 4), (3, 10)]]
                     + [Case([4, 3], [4, 1], values=(NORMAL, INDICES)), Case([2, 3, 4], [2, 3], values=(NORMAL, INDICES)),
                        Case([2, 1, 2, 3], [2, 1, 2, 1], values=(NORMAL, INDICES))]
                     + [Case([n, c], [n], given=(0.2,), values=(NORMAL, INDICES)) for n, c in [(4, 3), (2, 5)]]
                     + [Case([n, c], [n], [c], given=(smoothing,), values=(NORMAL, INDICES, WEIGHTS)) for n, c, smoothing in
                        [(1, 3, 0), (4, 3, 0), (3, 5, 0.1), (5, 4, 0.3), (2, 7, 0)]]),
    "divide": (torch.div, binary(POSITIVE)),
    "dropout": (dropout, [Case(shape, [8], given=(p,), values=(NORMAL, BINARY)) for shape, p in
                         [([9], 0.5), ([3, 5], 0.3), ([2, 3, 4], 0.75), ([1, 7], 0), ([2, 2, 2, 3], 0.1)]]),
    "elu": (F.elu, [Case(shape, given=(0.7,)) for shape in VECTORS]),
    "equal": (lambda a, b: torch.eq(a, b).to(torch.float64), binary(BINARY)),
    "embedding": (lambda w, indices: F.embedding(indices.long(), w), [
        Case(table, indices, values=(NORMAL, INDICES)) for table, indices in
        [([3, 1], [4]), ([4, 3], [2, 3]), ([3, 5], [1]), ([5, 2], [2, 1, 3]), ([7, 4], [2, 2, 2, 1])]]),
    "exp": (torch.exp, unary()),
    "expand": (lambda x, *extents: x.expand(*extents), [
        Case(shape, given=extents) for shape, extents in
        [([1], [4]), ([3, 1], [3, 2]), ([1, 3], [2, -1]), ([2, 1, 3], [2, 2, 3]), ([1, 2, 1, 2], [3, 2, 2, 2])]]),
    "gelu": (F.gelu, unary()),
    "greater": (lambda a, b: torch.gt(a, b).to(torch.float64), binary(INDICES)),
    "groupNorm": (group_norm, [Case(shape, shape[-1:], shape[-1:], given=(groups, 1e-5)) for shape, groups in
                               [([2, 3, 2, 4], 2), ([2, 5, 3], 3), ([3, 4], 1), ([1, 2, 2, 6], 3), ([2, 2, 1, 2, 4], 1)]]),
    "huber": (lambda x, t, delta: as_one(F.huber_loss(x, t, delta=delta), x),
              [Case(shape, shape, given=(0.7,)) for shape in VECTORS]),
    "layerNorm": (lambda x, gamma, beta, epsilon: F.layer_norm(x, gamma.shape, gamma, beta, epsilon),
                  [Case(shape, shape[-axes:], shape[-axes:], given=(1e-5,)) for shape, axes in
                   [([3, 5], 1), ([6], 1), ([2, 3, 4], 1), ([2, 3, 4], 2), ([2, 2, 2, 3], 3)]]),
    "leakyRelu": (F.leaky_relu, [Case(shape, given=(0.1,)) for shape in VECTORS]),
    "groupedConv2d": (grouped_conv, [
        Case([2, 4, 3, 4], [3, 3, 2, 6], [6], given=(1, 1, 1, 1, 2)), Case([1, 4, 4, 3], [3, 3, 1, 3], [3], given=(1, 1, 1, 1, 3)),
        Case([1, 5, 4, 2], [2, 3, 1, 4], [4], given=(2, 0, 1, 1, 2)), Case([1, 3, 3, 6], [1, 1, 2, 3], [3], given=(1, 0, 0, 1, 3)),
        Case([2, 3, 3, 2], [3, 3, 2, 2], [2], given=(1, 2, 2, 2, 1)),
        Case([2, 6, 5, 4], [3, 3, 1, 4], [4], given=(2, 1, 1, 1, 4)), Case([1, 7, 8, 2], [2, 3, 1, 2], [2], given=(1, 0, 2, 2, 2)),
        Case([2, 4, 4, 3], [1, 1, 1, 3], [3], given=(1, 0, 0, 1, 3)), Case([1, 5, 5, 5], [5, 5, 1, 5], [5], given=(3, 2, 2, 1, 5)),
        Case([3, 3, 4, 2], [3, 2, 1, 2], [2], given=(1, 1, 0, 1, 2))]
        + [Case(shape, [*size, 1, shape[-1]], shape[-1:], given=(*sliding, shape[-1])) for shape, size, sliding in
           [([1, 3, 4, 32], (3, 3), (1, 1, 1, 1)), ([2, 2, 3, 33], (1, 2), (1, 0, 0, 1)), ([1, 5, 3, 32], (3, 2), (2, 1, 0, 1)),
            ([2, 3, 2, 40], (2, 2), (1, 2, 1, 2)), ([1, 4, 4, 64], (3, 3), (3, 1, 1, 1))]]),
    "log": (torch.log, unary(POSITIVE)),
    "logSoftmax": (F.log_softmax, along_axes()),
    "matmul": (torch.matmul, [Case([m, k], [k, n]) for m, k, n in
                              [(1, 1, 1), (3, 4, 5), (1, 6, 2), (5, 1, 3), (2, 7, 1)]]
               + [Case([2, 3, 4], [4, 2]), Case([2, 1, 2, 3], [3, 2]), Case([3, 2, 4], [3, 4, 1]),
                  Case([2, 2, 3, 2], [2, 2, 2, 3]), Case([2, 1, 2, 3], [4, 3, 2]), Case([3, 2], [2, 2, 1]),
                  Case([1, 2, 3], [3, 3, 2]), Case([2, 3, 1, 2], [3, 2, 4]), Case([3, 1, 2], [1, 2, 3, 2, 2])]),
    "max": (lambda x, *axes: torch.amax(x, all_axes(x, axes), keepdim=True), reductions() + [Case([3, 4], values=POSITIVE)]),
    "maxPool2d": (max_pool, [
        Case([2, 4, 6, 2], given=(2, 2), values=DISTINCT), Case([1, 7, 7, 2], given=(3, 2), values=DISTINCT),
        Case([1, 3, 3, 3], given=(1, 2), values=DISTINCT), Case([2, 5, 4, 1], given=(2, 1), values=DISTINCT),
        Case([1, 4, 3, 2], given=(3, 1), values=DISTINCT)]),
    "maximum": (torch.maximum, binary()),
    "mean": (lambda x, *axes: x.mean(all_axes(x, axes), keepdim=True), reductions()),
    "meanAbsoluteError": (lambda x, t: as_one(F.l1_loss(x, t), x), [Case(shape, shape) for shape in VECTORS]),
    "meanSquaredError": (lambda x, t: as_one(F.mse_loss(x, t), x), [Case(shape, shape) for shape in VECTORS]),
    "min": (lambda x, *axes: torch.amin(x, all_axes(x, axes), keepdim=True), reductions()),
    "minimum": (torch.minimum, binary()),
    "multiply": (torch.mul, binary()),
    "pad": (pad, [
        Case(shape, given=arguments) for shape, arguments in
        [([3], (0, 1, 2, 0.5)), ([2, 3], (0, 0, 1, -1)), ([3, 2], (-1, 2, 0, 0)), ([2, 2, 3], (1, 1, 1, 0)),
         ([1, 3, 2, 2], (1, 2, 1, 0.25))]]),
    "permute": (lambda x, *axes: x.permute(axes), [
        Case(shape, given=axes) for shape, axes in
        [([3], [0]), ([2, 3], [1, 0]), ([2, 3, 4], [0, 2, 1]), ([2, 3, 2, 2], [0, 2, 1, 3]), ([1, 2, 3, 4], [-1, 0, 1, 2])]]),
    "pow": (torch.pow, [Case(shape, given=(exponent,)) for shape, exponent in zip(VECTORS, (2, 3, 1, 5, 0))]
            + [Case(shape, given=(exponent,), values=POSITIVE) for shape, exponent in
               zip(VECTORS, (0.5, -1.5, -2, 2.25, -1))]),
    "relu": (torch.relu, unary()),
    "reshape": (lambda x, *extents: x.reshape(extents), [
        Case(shape, given=extents) for shape, extents in
        [([6], [2, 3]), ([2, 6], [3, -1]), ([2, 3, 2], [6, 2]), ([2, 3, 4], [24]), ([1, 4, 3, 2], [2, 2, -1])]]),
    "sigmoid": (torch.sigmoid, unary()),
    "sigmoidCrossEntropy": (lambda z, t: as_one(F.binary_cross_entropy_with_logits(z, t), z),
                            [Case(shape, shape, values=(NORMAL, BINARY)) for shape in VECTORS]
                            + [Case([3, 5], [3, 5], values=POSITIVE)]),
    "silu": (F.silu, unary()),
    "slice": (lambda x, axis, begin, end: x.narrow(axis, begin, end - begin), [
        Case(shape, given=arguments) for shape, arguments in
        [([5], (0, 1, 4)), ([3, 4], (0, 1, 3)), ([2, 5], (-1, 0, 2)), ([2, 4, 3], (1, 2, 4)), ([2, 3, 4, 2], (2, 1, 2))]]),
    "softmax": (F.softmax, along_axes()),
    "softplus": (F.softplus, unary()),
    "sqrt": (torch.sqrt, unary(POSITIVE)),
    "square": (torch.square, unary()),
    "standardDeviation": (lambda x, correction, axes: torch.sqrt(variance(x, correction, axes)), spreads()),
    "subtract": (torch.sub, binary()),
    "sum": (lambda x, *axes: x.sum(all_axes(x, axes), keepdim=True), reductions()),
    "tanh": (torch.tanh, unary()),
    "variance": (variance, spreads()),
    "where": (lambda condition, a, b: torch.where(condition == 1, a, b),
              [Case(condition, a, b, values=(BINARY, NORMAL, NORMAL)) for condition, a, b in
               [([5], [5], [5]), ([2, 3], [2, 3], [3]), ([2, 3, 1], [1], [4]), ([3], [2, 1], [2, 3]), ([2, 1, 2], [1], [1])]]),
    "upsampleBilinear2d": (bilinear, [
        Case(shape, given=to) for shape, to in
        [([2, 2, 3, 2], (2,)), ([1, 1, 2, 1], (3,)), ([1, 3, 2, 4], (1,)), ([3, 1, 1, 2], (2,)), ([1, 2, 2, 3], (4,)),
         ([1, 4, 5, 1], (2,)), ([2, 5, 3, 2], (1.5,)), ([1, 6, 5, 3], (0.5,)), ([1, 7, 4, 1], (1.37,)), ([2, 3, 5, 2], (0.7,)),
         ([1, 10, 3, 2], (1.2,)), ([1, 9, 8, 2], (1 / 3,)),
         ([2, 4, 5, 2], (6, 3)), ([1, 3, 7, 3], (7, 7)), ([1, 2, 2, 1], (5, 9)), ([2, 8, 6, 2], (3, 4)), ([1, 5, 1, 4], (1, 5)),
         ([1, 1, 1, 2], (3, 2))]]),
    "upsample2d": (lambda x, factor: channels_last(F.interpolate(channels_first(x), scale_factor=factor, mode="nearest")), [
        Case(shape, given=(factor,)) for shape, factor in
        [([2, 2, 3, 2], 2), ([1, 1, 2, 1], 3), ([1, 3, 2, 4], 1), ([3, 1, 1, 2], 2), ([1, 2, 2, 3], 4)]]),
}


def draw(values, count, source):
    if values == DISTINCT:
        ranks = list(range(count))
        source.shuffle(ranks)
        return [round(0.02 * rank - 0.5, 2) for rank in ranks]
    return [{NORMAL: lambda: round(source.gauss(0, 1), 2), POSITIVE: lambda: round(source.uniform(0.5, 1.5), 2),
             WEIGHTS: lambda: round(source.uniform(0.5, 1.5), 2), BINARY: lambda: source.randint(0, 1), INDICES: lambda: source.randint(0, 2)}[values]() for _ in range(count)]


def direction(y):
    """Element i is (2 (7 i mod 11) - 9) / 16: exact in float32, and never zero."""
    return torch.tensor([(2 * (7 * i % 11) - 9) / 16 for i in range(y.numel())]).reshape(y.shape)


def figures(name, function, number, case):
    source = random.Random("%s %d" % (name, number))
    tensors = []
    for shape, values in zip(case.shapes, case.values):
        drawn = draw(values, torch.Size(shape).numel(), source)
        tensors.append(torch.tensor(drawn, dtype=torch.float64).reshape(shape).requires_grad_(values not in FIXED))
    y = function(*tensors, *case.arguments)
    if y.requires_grad:
        (y * direction(y)).sum().backward()
    inputs = [{"shape": list(x.shape), "values": x.detach().flatten().tolist()} for x in tensors]
    for x, written in zip(tensors, inputs):
        if x.grad is not None:
            written["gradient"] = x.grad.flatten().tolist()
    return {"inputs": inputs, "with": case.arguments,
            "result": {"shape": list(y.shape), "values": y.detach().to(torch.float64).flatten().tolist()}}


def main():
    torch.set_num_threads(1)
    print('{"torch": "%s", "ops": {' % torch.__version__)
    ops = []
    for name, (function, cases) in sorted(OPS.items()):
        lines = [json.dumps(figures(name, function, number, case), separators=(",", ":")) for number, case in enumerate(cases)]
        ops.append('"%s": [\n%s]' % (name, ",\n".join(lines)))
    print(",\n".join(ops))
    print("}}")


main()
