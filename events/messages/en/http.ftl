## http
