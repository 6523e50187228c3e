package gyrus.app.imaging.phantom;

/** One person's head at any point of the scanner: where the point lies in the head, and which tissues are painted there. */
final class Anatomy {

    private final double[] intensities;
    private final Brain brain;
    private final PhantomHead head;
    private final Pose pose;

    /**
     * @param volume of the brain's hull, in mm^3
     */
    Anatomy(Draws draws, double volume) {
        intensities = Tissue.intensities(draws);
        brain = new Brain(draws);
        head = new PhantomHead(draws, brain);
        pose = new Pose(draws, brain, volume);
    }

    /** Returns a sample for {@link #at}, one per thread. */
    Sample sample() {
        return new Sample(intensities);
    }

    /** Fills the sample with what lies at a point of the scanner, in mm from the centre of the field of view. */
    void at(double x, double y, double z, Sample sample) {
        sample.clear();
        double[] point = pose.inHead(x, y, z);
        head.paint(point[0], point[1], point[2], sample);
    }
}
