package gyrus.kernels.cpu.gemm;

/** Some register tiles of input channels by some blocks of output channels: a part of a weight gradient that fits a task. */
public abstract class ChannelGroup {

    public final int index;
    public final int firstRegisterTile;
    public final int registerTiles;
    public final int firstBlock;
    public final int blocks;

    /** Group {@code index} of {@code inputGroups x outputGroups}, which share out all tiles and blocks as evenly as they can. */
    protected ChannelGroup(int index, int inputTiles, int inputGroups, int outputBlocks, int outputGroups) {
        this.index = index;
        int inputGroup = index / outputGroups;
        int outputGroup = index % outputGroups;
        firstRegisterTile = inputGroup * inputTiles / inputGroups;
        registerTiles = (inputGroup + 1) * inputTiles / inputGroups - firstRegisterTile;
        firstBlock = outputGroup * outputBlocks / outputGroups;
        blocks = (outputGroup + 1) * outputBlocks / outputGroups - firstBlock;
    }
}
