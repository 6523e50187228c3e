package gyrus.kernels.cpu.gemm;

/** Some tiles of input channels by some blocks of output channels: a part of a weight gradient that fits a task. */
public abstract class ChannelGroup {

    public final int index;
    public final int firstTile;
    public final int tiles;
    public final int firstBlock;
    public final int blocks;

    /** Group {@code index} of {@code inputGroups x outputGroups}, which share out the tiles and blocks as evenly as they can. */
    protected ChannelGroup(int index, int inputTiles, int inputGroups, int outputBlocks, int outputGroups) {
        this.index = index;
        int inputGroup = index / outputGroups;
        int outputGroup = index % outputGroups;
        firstTile = inputGroup * inputTiles / inputGroups;
        tiles = (inputGroup + 1) * inputTiles / inputGroups - firstTile;
        firstBlock = outputGroup * outputBlocks / outputGroups;
        blocks = (outputGroup + 1) * outputBlocks / outputGroups - firstBlock;
    }
}
