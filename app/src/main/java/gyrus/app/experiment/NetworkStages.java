package gyrus.app.experiment;

import gyrus.app.report.architecture.Architecture;
import gyrus.app.report.architecture.Stage;
import gyrus.app.report.architecture.Stage.Block;
import gyrus.app.report.architecture.Stage.Channels;
import gyrus.model.DenseUNet;
import gyrus.model.module.DenseBlock;
import java.util.ArrayList;
import java.util.List;

/** Reads the stages to draw off the model. */
final class NetworkStages {

    private NetworkStages() {}

    static Architecture of(DenseUNet network, int size) {
        List<Stage> stages = new ArrayList<>();
        List<DenseBlock> down = network.down();
        for (int level = 1; level < DenseUNet.LEVELS; level++) {
            stages.add(new Stage.Down("down" + level, size >> (level - 1), block(down.get(level - 1))));
        }
        stages.add(new Stage.Bottom("down" + DenseUNet.LEVELS, size >> (DenseUNet.LEVELS - 1), block(down.getLast())));
        for (DenseUNet.Up up : network.up()) {
            DenseBlock across = down.get(up.level() - 1);
            stages.add(new Stage.Up("up" + up.level(), size >> (up.level() - 1),
                    new Channels(up.transposed().in(), up.transposed().out()), "down" + up.level(),
                    up.skipsWholeBlock() ? "block output" : "conv 2",
                    up.skipsWholeBlock() ? across.out() : across.growth(), block(up.block())));
        }
        stages.add(new Stage.Head("head", size, new Channels(network.head().in(), network.head().out()), "sigmoid"));
        return new Architecture("Dense-U-Net, width " + network.width(), stages, network.parameterCount());
    }

    private static Block block(DenseBlock block) {
        return new Block(block.in(), new Channels(block.conv1().in(), block.conv1().out()),
                new Channels(block.conv2().in(), block.conv2().out()), block.out());
    }
}
