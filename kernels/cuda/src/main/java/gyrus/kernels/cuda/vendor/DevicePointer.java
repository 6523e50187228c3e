package gyrus.kernels.cuda.vendor;

import jcuda.Pointer;

/** An address in a GPU's memory, as JCuda's libraries take it. */
final class DevicePointer extends Pointer {

    DevicePointer(long address) {
        super(address);
    }
}
