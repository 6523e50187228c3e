"""PyTorch's side of the comparison: answers the requests of gyrus.bench.peers.StepServer, a line each.

The same Dense-U-Net, the same step: forward, binary cross-entropy, backward, Adam. Tensors are channels_last.

usage: torch_server.py [--threads N] [--bfloat16] [--compile]                                        on the CPU
       torch_server.py --device cuda:0 [--precision float32|tf32|bf16] [--compile] [--graph]         on a GPU
"""
import argparse
import resource
import signal
import sys
import time

import torch
from torch import nn
from torch.nn import functional

LEVELS = 5


class DenseBlock(nn.Module):
    """Two 3x3 convolutions; the second sees the input and the first's result, the block returns input and second result."""

    def __init__(self, channels, growth):
        super().__init__()
        self.first = nn.Conv2d(channels, growth, 3, padding=1)
        self.second = nn.Conv2d(channels + growth, growth, 3, padding=1)

    def forward(self, x):
        first = functional.relu(self.first(x))
        second = functional.relu(self.second(torch.cat([x, first], 1)))
        return torch.cat([x, second], 1), second


class DenseUNet(nn.Module):

    def __init__(self, width):
        super().__init__()
        growths = [width << level for level in range(LEVELS)]
        self.down, self.enlarge, self.up = nn.ModuleList(), nn.ModuleList(), nn.ModuleList()
        channels, across = 1, []
        for growth in growths:
            self.down.append(DenseBlock(channels, growth))
            channels += growth
            across.append(growth)
        across[LEVELS - 2] = sum(growths[:LEVELS - 1]) + 1  # the lowest skip is the whole block's result
        for level in reversed(range(LEVELS - 1)):
            growth = growths[level]
            self.enlarge.append(nn.ConvTranspose2d(channels, growth, 2, stride=2))
            self.up.append(DenseBlock(growth + across[level], growth))
            channels = growth + across[level] + growth
        self.head = nn.Conv2d(channels, 1, 1)

    def forward(self, x):
        skips = []
        for level, block in enumerate(self.down):
            x, second = block(functional.max_pool2d(x, 2) if level else x)
            skips.append(x if level == LEVELS - 2 else second)
        for level, enlarge, block in zip(reversed(range(LEVELS - 1)), self.enlarge, self.up):
            x, _ = block(torch.cat([enlarge(x), skips[level]], 1))
        return self.head(x)


class Workload:

    def __init__(self, options, width, size, batch):
        torch.manual_seed(1)
        self.options = options
        self.device = torch.device(options.device)
        self.network = DenseUNet(width).to(self.device, memory_format=torch.channels_last)
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=1e-4, fused=True, capturable=options.graph)
        self.images = torch.rand(batch, 1, size, size).to(self.device, memory_format=torch.channels_last)
        self.targets = (self.images > 0.6).float()
        self.run = torch.compile(self.network) if options.compile else self.network
        self.graph = None

    def logits(self):
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.options.bfloat16,
                            cache_enabled=not self.options.graph):
            return self.run(self.images)

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        loss = functional.binary_cross_entropy_with_logits(self.logits().float(), self.targets)
        loss.backward()
        self.optimizer.step()
        return loss

    def capture(self):
        """The whole step as a CUDA graph, after some on a stream beside, as PyTorch's manual wants it."""
        beside = torch.cuda.Stream()
        beside.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(beside):
            for _ in range(5):
                self.step()
        torch.cuda.current_stream().wait_stream(beside)
        self.graph = torch.cuda.CUDAGraph()
        self.optimizer.zero_grad(set_to_none=True)
        with torch.cuda.graph(self.graph):
            self.loss = self.step()

    def train(self):
        if not self.options.graph:
            return self.step().item()
        if self.graph is None:
            self.capture()
        self.graph.replay()
        return self.loss.item()

    def infer(self):
        with torch.inference_mode():
            return torch.sigmoid(self.logits().float()).cpu()


def convolution(op, shape):
    """One 3x3 convolution: its forward pass with bias, or one of its gradients alone."""
    n, h, w, i, o = shape
    x = torch.randn(n, i, h, w).to(memory_format=torch.channels_last)
    weight = torch.randn(o, i, 3, 3).to(memory_format=torch.channels_last)
    dy = torch.randn(n, o, h, w).to(memory_format=torch.channels_last)
    bias = torch.randn(o)
    if op == 'forward':
        return lambda: functional.conv2d(x, weight, bias, padding=1)
    wanted = [op in ('input', 'gradients'), op in ('weight', 'gradients'), False]
    return lambda: torch.ops.aten.convolution_backward(
        dy, x, weight, None, [1, 1], [1, 1], [1, 1], False, [0, 0], 1, wanted)


class Server:

    def __init__(self, options):
        self.options = options
        self.work = {}

    def named(self, words):
        """What a request asks to run."""
        if words[0] == 'conv':
            key = (words[1], words[5])
            if key not in self.work:
                self.work[key] = convolution(words[1], [int(extent) for extent in words[5].split(',')])
            return self.work[key]
        key = tuple(int(word) for word in words[1:4])
        if key not in self.work:
            self.work[key] = Workload(self.options, *key)
        return getattr(self.work[key], words[0])

    def answer(self, words):
        if words[0] == 'about':
            kind = 'bfloat16 autocast' if self.options.bfloat16 else 'float32'
            where = f'{torch.get_num_threads()} threads' if self.options.device == 'cpu' else torch.cuda.get_device_name()
            return (f'PyTorch {torch.__version__}, {kind}, channels_last, '
                    f'{"torch.compile" if self.options.compile else "eager"}'
                    f'{", CUDA graph" if self.options.graph else ""}, {where}')
        if words[0] == 'warm':
            end = time.monotonic() + float(words[1])
            last = milliseconds(self.named(words[2:]), 2)  # the first run allocates, and compiles where that was asked for
            while time.monotonic() < end:
                last = milliseconds(self.named(words[2:]), 1)
            return last.split()[-1]
        if words[0] in ('train', 'infer', 'conv'):
            return milliseconds(self.named(words), int(words[-1]))
        if words[0] == 'memory':
            return str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        return 'unavailable: unknown request ' + ' '.join(words)


def milliseconds(work, count):
    times = []
    for _ in range(count):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return ' '.join(f'{each:.4f}' for each in times)


def main():
    parser = argparse.ArgumentParser(description='PyTorch on request; see compare.py')
    parser.add_argument('--threads', type=int, default=torch.get_num_threads())
    parser.add_argument('--bfloat16', action='store_true', help='autocast to bfloat16')
    parser.add_argument('--compile', action='store_true', help='through torch.compile')
    parser.add_argument('--device', default='cpu', help='cpu, or cuda:NUMBER')
    parser.add_argument('--precision', default='float32', choices=('float32', 'tf32', 'bf16'), help='of a GPU\'s products')
    parser.add_argument('--graph', action='store_true', help='training steps captured as a CUDA graph')
    options = parser.parse_args()
    options.bfloat16 |= options.precision == 'bf16'
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = options.precision == 'tf32'
    torch.backends.cudnn.benchmark = True
    torch.set_num_threads(options.threads)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it ends it by closing its input
    server = Server(options)
    for line in sys.stdin:
        try:
            answer = server.answer(line.split())
        except Exception as trouble:  # a peer that cannot do something is reported, and the comparison goes on
            answer = 'unavailable: ' + ' '.join(str(trouble).split())[:200]
        print(answer, flush=True)


if __name__ == '__main__':
    main()
