// The least that Go's net/http needs to answer every request with the same bytes: go-peer BODY. A POST to
// /run/queue is answered with a run instead (run.go). Prints its URL, and ends with its input.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
)

func main() {
	body := []byte(os.Args[1])
	http.HandleFunc("/", func(response http.ResponseWriter, request *http.Request) {
		response.Header().Set("Content-Type", "application/json")
		response.Write(body)
	})
	http.HandleFunc("/run/queue", answerRun)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	go http.Serve(listener, nil)
	io.Copy(io.Discard, os.Stdin)
}
