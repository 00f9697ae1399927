// What the scenario `queue` does at its defaults, as a Go program would: a goroutine puts five items into a queue
// under a mutex and gets them out, every action is recorded with its time and the state after it, the last 500 runs
// are kept, and the answer is the whole run, by encoding/json.
package main

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

const (
	itemCount = 5
	keptRuns  = 500
)

type event struct {
	Seq    int     `json:"seq"`
	AtNs   int64   `json:"atNs"`
	Thread int     `json:"thread"`
	Action string  `json:"action"`
	Object *int    `json:"object"`
	Phase  string  `json:"phase"`
	Source *string `json:"source"`
	State  *state  `json:"state"`
	Value  any     `json:"value"`
}

type state struct {
	Items      []string `json:"items"`
	Size       int      `json:"size"`
	Capacity   *int     `json:"capacity"`
	Unfinished int      `json:"unfinished"`
	ShutDown   bool     `json:"shutDown"`
}

type line struct {
	AtNs   int64  `json:"atNs"`
	Thread int    `json:"thread"`
	Text   string `json:"text"`
}

type run struct {
	ID         string           `json:"id"`
	Scenario   string           `json:"scenario"`
	Engine     string           `json:"engine"`
	Status     string           `json:"status"`
	Parameters map[string]any   `json:"parameters"`
	Seed       int64            `json:"seed"`
	CreatedAt  string           `json:"createdAt"`
	DurationNs int64            `json:"durationNs"`
	Outcome    map[string][]int `json:"outcome"`
	Expected   bool             `json:"expected"`
	Findings   []string         `json:"findings"`
	Output     []line           `json:"output"`
	Trace      struct {
		Threads []map[string]any `json:"threads"`
		Objects []map[string]any `json:"objects"`
		Events  []event          `json:"events"`
	} `json:"trace"`
}

// A run's events, and when it began.
type recorder struct {
	mutex  sync.Mutex
	start  time.Time
	events []event
}

func (recorder *recorder) record(action string, object *int, source *string, state *state, value any) {
	recorder.mutex.Lock()
	defer recorder.mutex.Unlock()
	recorder.events = append(recorder.events, event{
		Seq: len(recorder.events), AtNs: time.Since(recorder.start).Nanoseconds(), Action: action, Object: object,
		Phase: "done", Source: source, State: state, Value: value})
}

type queue struct {
	mutex      sync.Mutex
	items      []int
	unfinished int
	recorder   *recorder
}

var (
	queueID = 1
	source  = "Scenarios/Queue.swift:38"
)

// Records an action; called with the mutex held.
func (queue *queue) tell(action string, value any) {
	shown := make([]string, len(queue.items))
	for index, item := range queue.items {
		shown[index] = strconv.Itoa(item)
	}
	queue.recorder.record(action, &queueID, &source,
		&state{Items: shown, Size: len(shown), Unfinished: queue.unfinished}, value)
}

func (queue *queue) put(item int) {
	queue.mutex.Lock()
	defer queue.mutex.Unlock()
	queue.items = append(queue.items, item)
	queue.unfinished++
	queue.tell("put", item)
}

func (queue *queue) get() int {
	queue.mutex.Lock()
	defer queue.mutex.Unlock()
	item := queue.items[0]
	queue.items = queue.items[1:]
	queue.tell("get", item)
	return item
}

func (queue *queue) size() int {
	queue.mutex.Lock()
	defer queue.mutex.Unlock()
	queue.tell("inspect", len(queue.items))
	return len(queue.items)
}

func (queue *queue) say(text string) { queue.recorder.record("output", nil, &source, nil, text) }

// The scenario.
func (queue *queue) putAndGet(seed int64) (put, got []int) {
	put = rand.New(rand.NewSource(seed)).Perm(itemCount)
	for _, item := range put {
		queue.put(item)
		queue.say(fmt.Sprintf("put %d: size %d, full: %t", item, queue.size(), queue.size() < 0))
	}
	for queue.size() > 0 {
		item := queue.get()
		got = append(got, item)
		queue.say(fmt.Sprintf("got %d: size %d, empty: %t", item, queue.size(), queue.size() == 0))
	}
	return put, got
}

var (
	kept      [keptRuns]*run
	keptMutex sync.Mutex
	runCount  atomic.Int64
)

func answerRun(response http.ResponseWriter, request *http.Request) {
	number := runCount.Add(1)
	seed := rand.Int63n(1 << 53)
	recorder := &recorder{start: time.Now()}
	run := &run{
		ID: strconv.FormatInt(number, 32), Scenario: "queue", Engine: "goroutines", Status: "completed",
		Parameters: map[string]any{"kind": "fifo", "items": itemCount, "maxsize": 0}, Seed: seed,
		CreatedAt: recorder.start.UTC().Format(time.RFC3339Nano), Findings: []string{}}

	done := make(chan struct{})
	go func() {
		defer close(done)
		recorder.record("start", nil, nil, nil, nil)
		put, got := (&queue{recorder: recorder}).putAndGet(seed)
		recorder.record("end", nil, nil, nil, nil)
		run.Outcome = map[string][]int{"put": put, "got": got}
		run.Expected = fmt.Sprint(put) == fmt.Sprint(got)
	}()
	<-done

	run.DurationNs = time.Since(recorder.start).Nanoseconds()
	run.Trace.Threads = []map[string]any{{"id": 0, "name": "main", "daemon": false}}
	run.Trace.Objects = []map[string]any{{"id": 0, "kind": "thread"}, {"id": 1, "kind": "queue", "name": "queue"}}
	run.Trace.Events = recorder.events
	for _, event := range recorder.events {
		if event.Action == "output" {
			run.Output = append(run.Output, line{AtNs: event.AtNs, Text: event.Value.(string)})
		}
	}
	keptMutex.Lock()
	kept[number%keptRuns] = run
	keptMutex.Unlock()

	body, err := json.Marshal(run)
	if err != nil {
		panic(err)
	}
	response.Header().Set("Content-Type", "application/json")
	response.Write(body)
}
