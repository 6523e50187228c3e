package gyrus.kernels.cpu.gemm;

/** Register tiles of input channels by blocks of output channels: a part of a weight gradient that fits a task. */
public abstract class ChannelGroup {

    /** The index of the group, counted along output channels first. */
    public final int index;

    /** The first register tile of input channels. */
    public final int firstRegisterTile;

    /** The number of register tiles of input channels. */
    public final int registerTiles;

    /** The first block of output channels. */
    public final int firstBlock;

    /** The number of blocks of output channels. */
    public final int blocks;

    /**
     * Creates group {@code index} of {@code inputGroups x outputGroups}, which divide all tiles and blocks as evenly as possible.
     */
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
