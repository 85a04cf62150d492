package io.vidette.deploy.bench;

/**
 * What one process did with its cameras.
 *
 * @param lowestFps frames per second of the slowest camera
 * @param highestFps of the fastest
 * @param cpuMillisPerFrame of all threads of the process, the embedded Kafka's among them
 * @param ratio of cpuMillisPerFrame to that of the first mix
 * @param heapMebibytes in use after a collection
 * @param threads of the process
 * @param unjudged share of the frames that had no verdict when the time was over
 */
public record CameraReport(
        CameraMix mix,
        double lowestFps,
        double highestFps,
        double cpuMillisPerFrame,
        double ratio,
        double heapMebibytes,
        double threads,
        double unjudged) {}
