"""Makes random-graphs.json: random graphs of Gyrus' ops with PyTorch's float64 losses, gradients and weights.

    python3 random_graphs.py > random-graphs.json

Every graph is drawn from its number alone. Leaves hold values of two decimals. A graph is drawn again where a value comes near
a kink (ReLU, maxima, absolute values), near zero under a logarithm, a root or a quotient, or grows large: there single
precision may rightly differ. After the first loss come three updates by Adam (rate 0.02) on the same inputs.

Images are [N,H,W,C], convolution weights [kh,kw,in,out], transposed ones [k,k,out,in], as in Gyrus.
"""
import json
import random
import sys

import torch
import torch.nn.functional as F

GRAPHS = 120
RATE = 0.02
UPDATES = 3
LARGE = 30.0
GAP = 0.004  # the least distance from a kink


class DrawAgain(Exception):
    pass


def channels_first(x):
    return x.permute(0, 3, 1, 2).contiguous()


def channels_last(x):
    return x.permute(0, 2, 3, 1)


def away_from_zero(x):
    if float(x.detach().abs().min()) < GAP:
        raise DrawAgain
    return x


def at_least(x, least):
    if float(x.detach().min()) < least:
        raise DrawAgain
    return x


def max_pool(x, size, stride):
    windows = channels_first(x).unfold(2, size, stride).unfold(3, size, stride).flatten(4)
    if size > 1:
        top = windows.detach().topk(2, -1).values
        away_from_zero(top[..., 0] - top[..., 1])
    return channels_last(windows.max(-1).values)


def conv(x, w, b, stride, pad_rows, pad_columns, dilation, relu):
    y = F.conv2d(channels_first(x), w.permute(3, 2, 0, 1).contiguous(), b, stride, (pad_rows, pad_columns), dilation)
    return channels_last(F.relu(away_from_zero(y)) if relu else y)


def maximum(a, b):
    if a is not b:
        away_from_zero(a - b)
    return torch.maximum(a, b)


def minimum(a, b):
    away_from_zero(a - b)
    return torch.minimum(a, b)


def amax(x, axis):
    if x.shape[axis] > 1:
        top = x.detach().topk(2, axis).values
        away_from_zero(top.select(axis, 0) - top.select(axis, 1))
    return x.amax(axis, keepdim=True)


def cross_entropy(z, t):
    return F.binary_cross_entropy_with_logits(z, t).reshape([1] * z.dim())


OPS = {
    "abs": lambda x: away_from_zero(x).abs(),
    "relu": lambda x: F.relu(away_from_zero(x)),
    "sigmoid": torch.sigmoid,
    "square": torch.square,
    "exp": torch.exp,
    "log": lambda x: at_least(x, 0.1).log(),
    "sqrt": lambda x: at_least(x, 0.1).sqrt(),
    "affine": lambda x, scale, shift: scale * x + shift,
    "add": torch.add,
    "subtract": torch.sub,
    "multiply": torch.mul,
    "divide": lambda a, b: a / at_least(b.abs(), 0.2),
    "maximum": maximum,
    "matmul": torch.matmul,
    "minimum": minimum,
    "tanh": torch.tanh,
    "gelu": F.gelu,
    "silu": F.silu,
    "softplus": F.softplus,
    "max": amax,
    "softmax": F.softmax,
    "logSoftmax": F.log_softmax,
    "layerNorm": lambda x, gamma, beta, epsilon: F.layer_norm(x, gamma.shape, gamma, beta, epsilon),
    "sum": lambda x, *axes: x.sum(axes or tuple(range(x.dim())), keepdim=True),
    "mean": lambda x, *axes: x.mean(axes or tuple(range(x.dim())), keepdim=True),
    "maxPool2d": max_pool,
    "conv2d": conv,
    "convTranspose2d": lambda x, w, b: channels_last(
        F.conv_transpose2d(channels_first(x), w.permute(3, 2, 0, 1).contiguous(), b, w.shape[0])),
    "channels": lambda x, begin, end: x[..., begin:end],
    "concatenate": lambda *parts: torch.cat(parts, -1),
    "sigmoidCrossEntropy": cross_entropy,
}


class Graph:
    """Leaves and nodes by their numbers; a node is computed as it is drawn."""

    def __init__(self, number, attempt):
        self.random = random.Random(10000 * number + attempt)
        self.image = number % 3 > 0
        self.leaves = []
        self.nodes = []
        self.values = []
        self.used = set()

    def leaf(self, kind, shape, least=-1.5, most=1.5):
        count = 1
        for extent in shape:
            count *= extent
        values = [round(self.random.uniform(least, most), 2) for _ in range(count)]
        self.leaves.append({"kind": kind, "shape": list(shape), "values": values})
        tensor = torch.tensor(values, dtype=torch.float64).reshape(shape).requires_grad_(kind != "input")
        self.values.append(tensor)
        self.nodes.append({"leaf": len(self.leaves) - 1})
        return len(self.nodes) - 1

    def node(self, op, operands, *arguments):
        value = OPS[op](*[self.values[i] for i in operands], *arguments)
        if value.numel() > 120 or float(value.detach().abs().max()) > LARGE:
            raise DrawAgain
        self.values.append(value)
        self.nodes.append({"op": op, "of": list(operands), "with": list(arguments)})
        self.used.update(operands)
        return len(self.nodes) - 1

    def shape(self, i):
        return list(self.values[i].shape)

    def pick(self, condition):
        fitting = [i for i in range(len(self.nodes)) if condition(i)]
        if not fitting:
            raise DrawAgain
        return self.random.choice(fitting)

    def kind(self, i):
        return self.leaves[self.nodes[i]["leaf"]]["kind"] if "leaf" in self.nodes[i] else "node"

    def in_step(self, i):
        return self.kind(i) != "parameter"

    def is_image(self, i):
        return len(self.shape(i)) == 4 and self.in_step(i)

    def positive(self, i):
        return self.node("affine", [self.node("square", [i])], self.random.choice([0.5, 1.0]), self.random.choice([0.3, 0.7]))

    def draw(self):
        r = self.random
        image = self.image
        shape = ([r.randint(1, 2), r.randint(3, 5), r.randint(3, 5), r.randint(1, 4)] if image
                 else [r.randint(1, 4), r.randint(2, 5)])
        self.leaf(r.choice(["input", "variable"]), shape)
        self.leaf("variable", shape)
        for _ in range(r.randint(4, 9)):
            self.step(r, image)
        if not any(leaf["kind"] == "parameter" for leaf in self.leaves):
            raise DrawAgain
        self.loss(r)

    def step(self, r, image):
        choices = ["unary", "unary", "binary", "binary", "repeat", "parameter", "reduce", "window", "concatenate", "maximum",
                   "softmax", "layerNorm"]
        choices += ["conv2d", "conv2d", "conv2d", "convTranspose2d", "maxPool2d"] if image else ["matmul", "matmul"]
        choice = r.choice(choices)
        x = self.pick(self.is_image if choice in ("conv2d", "convTranspose2d", "maxPool2d") else self.in_step)
        shape = self.shape(x)
        if choice == "unary":
            op = r.choice(["abs", "relu", "sigmoid", "square", "exp", "log", "sqrt", "affine", "tanh", "gelu", "silu",
                           "softplus"])
            if op in ("log", "sqrt"):
                self.node(op, [self.positive(x)])
            elif op == "affine":
                self.node(op, [x], r.choice([-1.5, 0.5, 2.0]), r.choice([0.0, -0.25, 1.0]))
            else:
                self.node(op, [x])
        elif choice == "binary":
            y = self.pick(lambda i: self.shape(i) == shape)
            op = r.choice(["add", "subtract", "multiply", "divide"])
            self.node(op, [x, self.positive(y) if op == "divide" and self.in_step(y) else y])
        elif choice == "repeat":
            row = [extent if r.random() < 0.5 else 1 for extent in shape]
            row = row[r.randint(0, len(row) - 1):] if r.random() < 0.4 else row
            y = self.leaf(r.choice(["parameter", "variable", "input"]), row)
            self.node(r.choice(["add", "subtract", "multiply", "maximum", "minimum"]), [x, y] if r.random() < 0.5 else [y, x])
        elif choice == "parameter":
            self.node(r.choice(["add", "multiply"]), [x, self.leaf("parameter", shape)])
        elif choice == "maximum":
            self.node("maximum", [x, x if r.random() < 0.2 else self.pick(lambda i: self.shape(i) == shape)])
        elif choice == "reduce":
            axes = r.sample(range(len(shape)), r.randint(0, min(2, len(shape))))
            axes = [axis - len(shape) if r.random() < 0.3 else axis for axis in axes]
            self.node(r.choice(["sum", "mean"]), [x], *axes)
        elif choice == "softmax":
            self.node(r.choice(["softmax", "logSoftmax", "max"]), [x], r.randint(-len(shape), len(shape) - 1))
        elif choice == "layerNorm":
            gamma, beta = (self.leaf(r.choice(["parameter", "variable"]), shape[-1:]) for _ in range(2))
            self.node("layerNorm", [x, gamma, beta], 0.1)
        elif choice == "window":
            if shape[-1] < 2:
                raise DrawAgain
            begin = r.randint(0, shape[-1] - 1)
            self.node("channels", [x], begin, r.randint(begin + 1, shape[-1]))
        elif choice == "concatenate":
            parts = [x, self.pick(lambda i: self.in_step(i) and self.shape(i)[:-1] == shape[:-1])]
            self.node("concatenate", parts)
        elif choice == "matmul":
            n = r.randint(1, 4)
            if r.random() < 0.5:
                self.node("matmul", [x, self.leaf(r.choice(["parameter", "variable"]), [shape[1], n])])
            else:
                self.node("matmul", [self.leaf(r.choice(["parameter", "input"]), [n, shape[0]]), x])
        elif choice == "maxPool2d":
            size = r.randint(1, min(3, shape[1], shape[2]))
            self.node("maxPool2d", [x], size, r.randint(1, 3))
        elif choice == "convTranspose2d":
            size, out = r.randint(1, 2), r.randint(1, 3)
            w = self.leaf(r.choice(["parameter", "parameter", "variable"]), [size, size, out, shape[3]], -0.8, 0.8)
            self.node("convTranspose2d", [x, w, self.leaf("parameter", [out])])
        else:
            rows, columns, out = r.randint(1, 3), r.randint(1, 3), r.randint(1, 3)
            stride, pad_rows, pad_columns, dilation = r.randint(1, 2), r.randint(0, 2), r.randint(0, 2), r.randint(1, 2)
            if dilation * (rows - 1) + 1 > shape[1] + 2 * pad_rows or dilation * (columns - 1) + 1 > shape[2] + 2 * pad_columns:
                raise DrawAgain
            w = self.leaf(r.choice(["parameter", "parameter", "variable"]), [rows, columns, shape[3], out], -0.8, 0.8)
            if r.random() < 0.2 and out > 1 and self.kind(w) == "variable":
                w = self.node("channels", [w], 0, out - 1)
                out -= 1
            b = self.leaf(r.choice(["parameter", "input"]), [out])
            self.node("conv2d", [x, w, b], stride, pad_rows, pad_columns, dilation, r.random() < 0.5)

    def loss(self, r):
        """The sum of one number for each value that nothing uses, sometimes but for one of them."""
        ends = [i for i in range(len(self.nodes)) if i not in self.used and self.kind(i) == "node"]
        if len(ends) > 1 and r.random() < 0.2:
            ends.pop(0)
        total = None
        for i in ends:
            if r.random() < 0.3:
                t = self.leaf("input", self.shape(i), 0, 1) if r.random() < 0.5 else self.node("sigmoid", [i])
                number = self.node("sigmoidCrossEntropy", [i, t])
            else:
                number = self.node(r.choice(["sum", "mean"]), [self.node("square", [i]) if r.random() < 0.7 else i])
            if len(self.shape(number)) != len(self.shape(0)):
                raise DrawAgain
            total = number if total is None else self.node("add", [total, number])
        if total is None or not self.values[total].requires_grad:
            raise DrawAgain
        self.end = total

    def again(self, leaves):
        """The loss for other values of the leaves."""
        values = []
        for node in self.nodes:
            values.append(leaves[node["leaf"]] if "leaf" in node
                          else OPS[node["op"]](*[values[i] for i in node["of"]], *node["with"]))
        return values[self.end]

    def require_no_cancelled_gradient(self, leaves):
        """Draws again where a gradient is zero for these very values only: rounding would decide the direction of Adam's update."""
        nudged = [(leaf.detach() * (1 + 1e-7 * self.random.random())).requires_grad_() for leaf in leaves]
        self.again(nudged).backward()
        for leaf in nudged:
            if leaf.grad is not None and bool(((leaf.grad != 0) & (leaf.grad.abs() < 1e-5)).any()):
                raise DrawAgain

    def figures(self):
        leaves = [self.values[i] for i, node in enumerate(self.nodes) if "leaf" in node]
        moved = [leaf for leaf, drawn in zip(leaves, self.leaves) if drawn["kind"] == "parameter"]
        self.require_no_cancelled_gradient(leaves)
        adam = torch.optim.Adam(moved, lr=RATE)
        losses = []
        for update in range(UPDATES):
            for leaf in leaves:
                leaf.grad = None
            loss = self.again(leaves)
            loss.backward()
            losses.append(number(loss.item()))
            gradients = [[] if drawn["kind"] == "input" else numbers(torch.zeros_like(leaf) if leaf.grad is None else leaf.grad)
                         for leaf, drawn in zip(leaves, self.leaves)]
            if any(abs(value) > LARGE for gradient in gradients for value in gradient):
                raise DrawAgain
            if all(leaf.grad is None for leaf in moved):
                raise DrawAgain
            if update == 0:
                first = gradients
            for leaf in moved:  # Gyrus moves parameters without a gradient by a gradient of zero, PyTorch leaves them out
                leaf.grad = torch.zeros_like(leaf) if leaf.grad is None else leaf.grad
                if 0 < float(leaf.grad.abs()[leaf.grad != 0].min() if (leaf.grad != 0).any() else 1) < 1e-5:
                    raise DrawAgain  # the first update is the gradient's sign: rounding would decide it
            adam.step()
        return {"leaves": self.leaves, "nodes": [node for node in self.nodes], "loss": self.end, "losses": losses,
                "gradients": first, "weights": [numbers(leaf) if drawn["kind"] == "parameter" else []
                                                for leaf, drawn in zip(leaves, self.leaves)]}


def number(value):
    return float("%.13g" % value)


def numbers(tensor):
    return [number(value) for value in tensor.detach().flatten().tolist()]


def graph(index):
    for attempt in range(10000):
        drawn = Graph(index, attempt)
        try:
            drawn.draw()
            return drawn.figures()
        except DrawAgain:
            pass
    raise RuntimeError("graph %d cannot be drawn" % index)


def main():
    torch.set_num_threads(1)
    graphs = [graph(index) for index in range(GRAPHS)]
    print('{"torch": "%s", "rate": %s, "graphs": [' % (torch.__version__, RATE))
    print(",\n".join(json.dumps(drawn, separators=(",", ":")) for drawn in graphs))
    print("]}")
    counts = {}
    for drawn in graphs:
        for node in drawn["nodes"]:
            if "op" in node:
                counts[node["op"]] = counts.get(node["op"], 0) + 1
    print(counts, file=sys.stderr)


if __name__ == "__main__":
    main()
