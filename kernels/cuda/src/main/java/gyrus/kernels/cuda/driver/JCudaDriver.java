package gyrus.kernels.cuda.driver;

import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static jcuda.driver.CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDeviceGetAttribute;
import static jcuda.driver.JCudaDriver.cuDeviceGetCount;
import static jcuda.driver.JCudaDriver.cuDeviceGetName;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuDriverGetVersion;
import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventElapsedTime;
import static jcuda.driver.JCudaDriver.cuEventQuery;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;
import static jcuda.driver.JCudaDriver.cuFuncSetAttribute;
import static jcuda.driver.JCudaDriver.cuGetErrorName;
import static jcuda.driver.JCudaDriver.cuGetErrorString;
import static jcuda.driver.JCudaDriver.cuGraphDestroy;
import static jcuda.driver.JCudaDriver.cuGraphExecDestroy;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuGraphUpload;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemAllocHost;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;
import static jcuda.driver.JCudaDriver.cuMemGetInfo;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoDAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static jcuda.driver.JCudaDriver.cuStreamWaitEvent;
import static jcuda.driver.JCudaDriver.setExceptionsEnabled;

import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Arguments;
import gyrus.kernels.cuda.launch.CudaException;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.vendor.CublasHandle;
import gyrus.kernels.cuda.vendor.CudnnHandle;
import gyrus.kernels.cuda.vendor.Found;
import gyrus.kernels.cuda.vendor.LibraryFolders;
import gyrus.kernels.cuda.vendor.Natives;
import gyrus.kernels.cuda.vendor.StreamContext;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstream_flags;

/** A real GPU through CUDA's driver API: its primary context, a stream for all launches, and one for copies beside them. */
public final class JCudaDriver implements Driver {

    private static final String LIBRARY = "libcuda.so.1";
    private static final int MOST_STREAMS = Math.max(1, Integer.getInteger("gyrus.cuda.streams", 8));
    private static final String NEEDS_LESS =
            "use a smaller batch, a smaller width or fewer networks at a time (--jobs, where there are several), or end what else"
                    + " runs on the GPU";
    private static final int DEFAULT_SHARED_BYTES = 48 << 10; // the limit of a kernel without an attribute

    /** A device pointer whose address is readable. */
    private static final class Allocation extends CUdeviceptr {
        long address() {
            return getNativePointer();
        }
    }

    /** A pointer to host memory. */
    private static final class HostPointer extends Pointer {

        HostPointer() {}

        HostPointer(MemorySegment memory) {
            super(memory.address());
        }

        long address() {
            return getNativePointer();
        }
    }

    private final String name;
    private final CUdevice device = new CUdevice();
    private final CUcontext context = new CUcontext();
    private final CUstream stream = new CUstream();
    private final CUstream copies = new CUstream();
    private final List<CUstream> streams = new ArrayList<>(); // of captures; the first one is "stream"
    private final List<CUevent> ends = new ArrayList<>(); // after each op of a capture
    private final Map<Long, HostPointer> pinned = new HashMap<>(); // by address
    private final List<RecordedEvent> events = new ArrayList<>();
    private final NavigableMap<Long, Allocation> allocations = new TreeMap<>();
    private final Map<String, CUmodule> modules = new HashMap<>(); // by their PTX
    private final int capability;
    private final String description;
    private final Found<CublasHandle> cublas;
    private final Found<CudnnHandle> cudnn;
    private Thread bound;
    private CaptureStreams capturing; // null outside a capture
    private CUstream launching = stream; // the stream of the next launch

    private JCudaDriver(int ordinal) {
        name = "cuda:" + ordinal;
        check(cuDeviceGet(device, ordinal), "opening the device");
        capability = 10 * attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
                + attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
        description = describe();
        check(cuDevicePrimaryCtxRetain(context, device), "creating a context");
        bind();
        check(cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING), "creating a stream");
        check(cuStreamCreate(copies, CUstream_flags.CU_STREAM_NON_BLOCKING), "creating a stream");
        streams.add(stream);
        LibraryFolders folders = LibraryFolders.ofThisMachine();
        StreamContext libraries = new StreamContext(name, stream, this::bind, this::allocate);
        cublas = CublasHandle.on(libraries, folders);
        cudnn = CudnnHandle.on(libraries, folders);
    }

    /** Opens the GPU of a number on this machine. */
    public static JCudaDriver open(int ordinal) {
        if (!Natives.isInstalled(LIBRARY)) {
            throw new CudaException("device cuda:" + ordinal + ": no NVIDIA driver here, " + LIBRARY
                    + " was not found; install driver 525 or later, or use device cpu");
        }
        int initialized = initialize(ordinal);
        int[] count = {0};
        if (initialized == CUresult.CUDA_SUCCESS) {
            cuDeviceGetCount(count);
        }
        if (initialized != CUresult.CUDA_SUCCESS || ordinal >= count[0]) {
            throw new CudaException("device cuda:" + ordinal + ": the NVIDIA driver finds "
                    + switch (count[0]) {
                        case 0 -> "no GPU";
                        case 1 -> "one GPU, cuda:0";
                        default -> count[0] + " GPUs, cuda:0 to cuda:" + (count[0] - 1);
                    }
                    + (initialized == CUresult.CUDA_SUCCESS ? "" : " (" + text(initialized) + ")")
                    + "; use one that is there, or device cpu");
        }
        return new JCudaDriver(ordinal);
    }

    private static int initialize(int ordinal) {
        int[] result = {0};
        try {
            Natives.load(() -> {
                setExceptionsEnabled(false);
                result[0] = cuInit(0);
            });
        } catch (UnsatisfiedLinkError missing) {
            throw new CudaException("device cuda:" + ordinal + ": JCuda's library for " + System.getProperty("os.name") + " on "
                    + System.getProperty("os.arch") + " could not be loaded; there is one for Linux on amd64; use device cpu");
        }
        return result[0];
    }

    private int attribute(int attribute) {
        int[] value = {0};
        check(cuDeviceGetAttribute(value, attribute, device), "asking for its properties");
        return value[0];
    }

    private String describe() {
        byte[] bytes = new byte[256];
        int[] version = {0};
        check(cuDeviceGetName(bytes, bytes.length, device), "asking for its name");
        check(cuDriverGetVersion(version), "asking for the driver's version");
        String model = new String(bytes, StandardCharsets.UTF_8);
        return model.substring(0, model.indexOf('\0')) + ", compute capability " + capability / 10 + "." + capability % 10
                + ", driver for CUDA " + version[0] / 1000 + "." + version[0] % 1000 / 10;
    }

    /**
     * Makes the context current in the calling thread, which CUDA requires before other calls. All drivers of a GPU share one
     * context.
     */
    private void bind() {
        if (Thread.currentThread() != bound) {
            check(cuCtxSetCurrent(context), "taking the context");
            bound = Thread.currentThread();
        }
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public int computeCapability() {
        return capability;
    }

    @Override
    public long allocate(long bytes) {
        bind();
        Allocation allocation = new Allocation();
        int result = cuMemAlloc(allocation, bytes);
        if (result == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            long[] free = {0};
            long[] total = {0};
            cuMemGetInfo(free, total);
            throw outOfMemory(name, bytes, free[0], total[0]);
        }
        check(result, "allocating " + bytes + " bytes");
        allocations.put(allocation.address(), allocation);
        return allocation.address();
    }

    static CudaException outOfMemory(String device, long bytes, long free, long total) {
        return new CudaException(String.format(Locale.ROOT,
                "device %s: out of memory, asked for %,d bytes with %,d of %,d free; %s",
                device, bytes, free, total, NEEDS_LESS));
    }

    @Override
    public void free(long address) {
        bind();
        check(cuMemFree(allocations.remove(address)), "freeing memory");
    }

    /** Returns a JCuda pointer to an address within an allocation. */
    private CUdeviceptr pointer(long address) {
        Map.Entry<Long, Allocation> allocation = allocations.floorEntry(address);
        return allocation.getValue().withByteOffset(address - allocation.getKey());
    }

    @Override
    public MemorySegment allocatePinned(long bytes) {
        bind();
        HostPointer pointer = new HostPointer();
        check(cuMemAllocHost(pointer, bytes), "pinning " + bytes + " bytes of the host's memory");
        pinned.put(pointer.address(), pointer);
        return MemorySegment.ofAddress(pointer.address()).reinterpret(bytes);
    }

    @Override
    public void freePinned(MemorySegment memory) {
        bind();
        check(cuMemFreeHost(pinned.remove(memory.address())), "freeing pinned memory");
    }

    @Override
    public void copyToDevice(long to, MemorySegment from) {
        bind();
        check(cuMemcpyHtoDAsync(pointer(to), new HostPointer(from), from.byteSize(), stream),
                "copying " + from.byteSize() + " bytes to it");
    }

    @Override
    public void copyToHost(MemorySegment to, long from) {
        bind();
        check(cuMemcpyDtoHAsync(new HostPointer(to), pointer(from), to.byteSize(), stream),
                "copying " + to.byteSize() + " bytes from it");
        synchronize();
    }

    @Override
    public void copyOnDevice(long to, long from, long bytes) {
        bind();
        check(cuMemcpyDtoDAsync(pointer(to), pointer(from), bytes, stream), "copying " + bytes + " bytes on it");
    }

    @Override
    public void copyBeside(long to, MemorySegment from, Event after, Event done) {
        bind();
        check(cuStreamWaitEvent(copies, ((RecordedEvent) after).event, 0), "waiting for an event");
        check(cuMemcpyHtoDAsync(pointer(to), new HostPointer(from), from.byteSize(), copies),
                "copying " + from.byteSize() + " bytes to it");
        check(cuEventRecord(((RecordedEvent) done).event, copies), "recording an event");
    }

    @Override
    public Event event() {
        bind();
        RecordedEvent event = new RecordedEvent();
        check(cuEventCreate(event.event, CUevent_flags.CU_EVENT_DEFAULT), "creating an event");
        events.add(event);
        return event;
    }

    @Override
    public void record(Event event) {
        bind();
        check(cuEventRecord(((RecordedEvent) event).event, stream), "recording an event");
    }

    @Override
    public void waitFor(Event event) {
        bind();
        check(cuStreamWaitEvent(stream, ((RecordedEvent) event).event, 0), "waiting for an event");
    }

    private final class RecordedEvent implements Event {

        private final CUevent event = new CUevent();

        @Override
        public boolean hasPassed() {
            bind();
            int result = cuEventQuery(event);
            if (result != CUresult.CUDA_ERROR_NOT_READY) {
                check(result, "asking for an event");
            }
            return result == CUresult.CUDA_SUCCESS;
        }

        @Override
        public void await() {
            bind();
            check(cuEventSynchronize(event), "waiting for an event");
        }

        @Override
        public double secondsSince(Event earlier) {
            float[] milliseconds = {0};
            check(cuEventElapsedTime(milliseconds, ((RecordedEvent) earlier).event, event), "asking for the time between events");
            return milliseconds[0] * 1e-3;
        }
    }

    @Override
    public Graph capture(Runnable work) {
        bind();
        CUgraph captured = new CUgraph();
        check(cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED), "beginning a capture");
        int ended;
        try {
            capturing = new CaptureStreams(new CaptureOperations(), MOST_STREAMS);
            work.run();
            capturing.end();
        } finally {
            capturing = null;
            launching = stream;
            ended = cuStreamEndCapture(stream, captured);
        }
        check(ended, "capturing launches");
        CUgraphExec ready = new CUgraphExec();
        check(cuGraphInstantiate(ready, captured, 0), "making a graph of captured launches");
        check(cuGraphDestroy(captured), "making a graph of captured launches");
        check(cuGraphUpload(ready, stream), "uploading a graph");
        return new Graph() {
            @Override
            public void launch() {
                bind();
                check(cuGraphLaunch(ready, stream), "launching a graph");
            }

            @Override
            public void close() {
                bind();
                check(cuGraphExecDestroy(ready), "destroying a graph");
            }
        };
    }

    @Override
    public void beginOp(List<Integer> after, boolean library) {
        launching = capturing.begin(after, library);
    }

    private final class CaptureOperations implements CaptureStreams.Operations {

        @Override
        public CUstream stream(int number) {
            while (number >= streams.size()) {
                CUstream made = new CUstream();
                check(cuStreamCreate(made, CUstream_flags.CU_STREAM_NON_BLOCKING), "creating a stream");
                streams.add(made);
            }
            return streams.get(number);
        }

        @Override
        public CUevent event(int number) {
            while (number >= ends.size()) {
                CUevent made = new CUevent();
                check(cuEventCreate(made, CUevent_flags.CU_EVENT_DISABLE_TIMING), "creating an event");
                ends.add(made);
            }
            return ends.get(number);
        }

        @Override
        public void record(CUevent event, CUstream on) {
            check(cuEventRecord(event, on), "recording an event");
        }

        @Override
        public void waitFor(CUstream waiting, CUevent event) {
            check(cuStreamWaitEvent(waiting, event, 0), "waiting for an event");
        }
    }

    /** Prepares a launch. Each run passes one table of argument addresses and creates no object. */
    @Override
    public Runnable prepare(String module, String ptx, String function, Dim grid, Dim block, int sharedBytes, Arguments arguments) {
        bind();
        CUfunction kernel = new CUfunction();
        check(cuModuleGetFunction(kernel, modules.computeIfAbsent(ptx, text -> load(module, text)), function),
                "finding kernel " + function + " in " + module);
        if (sharedBytes > DEFAULT_SHARED_BYTES) {
            check(cuFuncSetAttribute(kernel, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, sharedBytes),
                    "giving " + sharedBytes + " bytes of shared memory to " + function);
        }
        ByteBuffer addresses = ByteBuffer.allocateDirect(Long.BYTES * arguments.count()).order(ByteOrder.nativeOrder());
        for (int i = 0; i < arguments.count(); i++) {
            addresses.putLong(Long.BYTES * i, arguments.memory().address() + arguments.offset(i));
        }
        Pointer table = Pointer.to(addresses);
        Pointer none = new Pointer();
        String doing = "launching " + function;
        return () -> {
            bind();
            int result = cuLaunchKernel(kernel, grid.x(), grid.y(), grid.z(), block.x(), block.y(), block.z(), sharedBytes,
                    launching, table, none);
            check(result, doing);
        };
    }

    @Override
    public void encode(MemorySegment map, Argument.TensorMap tensor, long address) {
        TensorMaps.encode(map, tensor, address);
    }

    private CUmodule load(String name, String ptx) {
        CUmodule module = new CUmodule();
        check(cuModuleLoadData(module, (ptx + '\0').getBytes(StandardCharsets.UTF_8)), "loading " + name);
        return module;
    }

    @Override
    public Found<CublasHandle> cublas() {
        return cublas;
    }

    @Override
    public Found<CudnnHandle> cudnn() {
        return cudnn;
    }

    @Override
    public void synchronize() {
        bind();
        check(cuStreamSynchronize(stream), "waiting for it");
    }

    @Override
    public void close() {
        bind();
        if (cublas instanceof Found.Here<CublasHandle>(CublasHandle handle)) {
            handle.close();
        }
        if (cudnn instanceof Found.Here<CudnnHandle>(CudnnHandle handle)) {
            handle.close();
        }
        events.forEach(event -> cuEventDestroy(event.event));
        ends.forEach(event -> cuEventDestroy(event));
        pinned.values().forEach(pointer -> cuMemFreeHost(pointer));
        cuStreamDestroy(copies);
        streams.forEach(each -> cuStreamDestroy(each));
        cuDevicePrimaryCtxRelease(device);
    }

    private void check(int result, String doing) {
        if (result != CUresult.CUDA_SUCCESS) {
            throw new CudaException("device " + name + ": " + doing + " failed: " + text(result)
                    + (result == CUresult.CUDA_ERROR_OUT_OF_MEMORY ? "; " + NEEDS_LESS : ""));
        }
    }

    /** Returns the name and the description of an error, such as {@code CUDA_ERROR_OUT_OF_MEMORY, out of memory}. */
    private static String text(int result) {
        String[] name = {null};
        String[] text = {null};
        cuGetErrorName(result, name);
        cuGetErrorString(result, text);
        return name[0] + ", " + text[0];
    }
}
