import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Java's ThreadPoolExecutor: java Pool.java WORKERS. For each line `plain COUNT`, `batch COUNT` or `one COUNT` of its
 * input, it has that many empty functions called, and prints the nanoseconds that took.
 */
final class Pool {
    public static void main(String[] arguments) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(Integer.parseInt(arguments[0]));
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] words = line.split(" ");
            int count = Integer.parseInt(words[1]);
            long start = System.nanoTime();
            switch (words[0]) {
                case "plain" -> plain(pool, count);
                case "batch" -> batch(pool, count);
                default -> oneByOne(pool, count);
            }
            System.out.println(System.nanoTime() - start);
            // What one round leaves behind is not to be swept up in the next one's time.
            System.gc();
        }
        pool.shutdown();
    }

    private static void plain(ExecutorService pool, int count) throws Exception {
        AtomicInteger left = new AtomicInteger(count);
        CountDownLatch done = new CountDownLatch(1);
        for (int i = 0; i < count; i++) {
            pool.execute(() -> {
                if (left.decrementAndGet() == 0) done.countDown();
            });
        }
        done.await();
    }

    private static void batch(ExecutorService pool, int count) throws Exception {
        Future<?>[] futures = new Future<?>[count];
        for (int i = 0; i < count; i++) futures[i] = pool.submit(() -> {});
        for (Future<?> future : futures) future.get();
    }

    private static void oneByOne(ExecutorService pool, int count) throws Exception {
        for (int i = 0; i < count; i++) pool.submit(() -> {}).get();
    }
}
