resource "aws_s3_bucket_lifecycle_configuration" "calls" {
  bucket = "northwind-calls"

  rule {
    id     = "recordings"
    status = "Enabled"

    expiration {
      days = 90
    }
  }
}
