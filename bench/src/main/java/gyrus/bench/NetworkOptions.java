package gyrus.bench;

import gyrus.bench.workload.NetworkShape;
import picocli.CommandLine.Option;

/** Which network. */
final class NetworkOptions {

    @Option(names = "--width", paramLabel = "N", description = "channels of the network's first block; default: ${DEFAULT-VALUE}")
    private int width = NetworkShape.USUAL.width();

    @Option(names = "--size", paramLabel = "N", description = "pixels of an image's side; default: ${DEFAULT-VALUE}")
    private int size = NetworkShape.USUAL.size();

    @Option(names = "--batch", paramLabel = "N", description = "images of a batch; default: ${DEFAULT-VALUE}")
    private int batch = NetworkShape.USUAL.batch();

    NetworkShape shape() {
        return new NetworkShape(width, size, batch);
    }
}
